; What the adapter is and can do: AH=1Ah, 1Bh.

DCC_VGA_COLOUR  equ 0Bh                         ; index into the table below

; PS/2 display codes: 1 MDA, 2 CGA, 4/5 EGA colour/mono, 6 PGA, 7/8 VGA mono/colour
display_combination_table:
        db      (.end - .pairs) / 2, 1, 8, 0
.pairs: db      0, 0, 0, 1, 0, 2, 2, 1, 0, 4, 4, 1, 0, 5, 2, 5
        db      0, 6, 1, 6, 5, 6, 0, 8, 1, 8, 0, 7, 2, 7, 6, 7
.end:

; AH=1Ah: AL = 0 -> BL = active, BH = other display; AL = 1: set them
display_combination:
        mov     al, [caller_al]
        cmp     al, 1
        ja      .return
        je      .set
        call    display_codes
        mov     [caller_bx], ax
        jmp     .done
.set:
        mov     ax, [caller_bx]
        xor     bx, bx
.next:
        mov     cx, [cs:bx + display_combination_table.pairs]
        cmp     ax, cx
        je      .found
        xchg    cl, ch
        cmp     ax, cx
        je      .found
        add     bx, 2
        cmp     bx, display_combination_table.end - display_combination_table.pairs
        jb      .next
        ret
.found:
        shr     bx, 1
        mov     [BDA_DCC_INDEX], bl
.done:
        mov     byte [caller_al], 1Ah
.return:
        ret

; -> AL = first, AH = other display; one display is always the first. Changes BX.
display_codes:
        movzx   bx, byte [BDA_DCC_INDEX]
        and     bl, 0Fh
        add     bx, bx
        mov     ax, [cs:bx + display_combination_table.pairs]
        test    al, al
        jnz     .return
        xchg    al, ah
.return:
        ret

; AH=1Bh: BX = 0, ES:DI = room for 64 bytes -> AL = 1Bh
functionality:
        cmp     word [caller_bx], 0
        jne     .return
        mov     di, [caller_di]
        mov     ax, static_functionality
        stosw
        mov     ax, cs
        stosw
        mov     si, BDA_MODE
        mov     cx, 1Eh
        rep movsb
        mov     al, [BDA_LAST_ROW]
        inc     ax
        stosb
        mov     ax, [BDA_FONT_HEIGHT]
        stosw
        call    display_codes
        stosw
        call    mode_colours
        stosw
        call    mode_pages
        stosb
        call    mode_lines
        stosb
        call    active_font_blocks
        stosw
        call    functionality_flags
        stosb
        xor     ax, ax                          ; 2Eh-30h
        stosw
        stosb
        mov     al, 3                           ; 256 KiB
        stosb
        mov     al, 0                           ; 32h-3Fh: no save areas
        mov     cx, 0Eh
        rep stosb
        mov     byte [caller_al], 1Bh
.return:
        ret

static_functionality:
        db      0FFh, 0E0h, 0Fh                 ; modes 0 to 7, 0Dh to 0Fh, 10h to 13h
        db      0, 0, 0, 0
        db      7                               ; 200, 350, 400 lines
        db      8, 2                            ; font blocks, active ones
        db      0FFh                            ; all modes, greys, fonts, palette, cursor, DAC and its pages
        db      0Eh                             ; save and restore, blinking, display combination
        dw      0
        db      0, 0                            ; no save areas

; -> AX = colours of the mode
mode_colours:
        movzx   bx, byte [BDA_MODE]
        and     bl, 1Fh
        cmp     bl, 13h
        ja      .none
        movzx   bx, byte [cs:bx + .bits]
        mov     ax, 1
        mov     cl, bl
        shl     ax, cl
        and     ax, ~1                          ; 0: no colours
        ret
.none:
        xor     ax, ax
        ret
.bits:
        db      4, 4, 4, 4, 2, 2, 1, 0, 0, 0, 0, 0, 0, 4, 4, 0, 4, 1, 4, 8

; -> AL = pages
mode_pages:
        movzx   bx, byte [BDA_MODE]
        mov     al, 1
        cmp     bl, 13h
        ja      .return
        mov     al, [cs:bx + .pages]
.return:
        ret
.pages:
        db      8, 8, 8, 8, 1, 1, 1, 8, 1, 1, 1, 1, 1, 8, 4, 2, 2, 1, 1, 1

; -> AL = 0: 200, 1: 350, 2: 400, 3: 480 scan lines
mode_lines:
        movzx   bx, byte [BDA_MODE]
        cmp     bl, 13h
        ja      .text
        mov     al, [cs:bx + .lines]
        cmp     al, 0FFh
        jne     .return
.text:
        mov     ah, [BDA_FLAGS]
        mov     al, 0
        test    ah, FLAGS_200_LINES
        jnz     .return
        inc     ax
        test    ah, FLAGS_400_LINES
        jz      .return
        inc     ax
.return:
        ret
.lines:
        db      -1, -1, -1, -1, 0, 0, 0, -1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 3, 3, 0

; -> AL = block of the characters without, AH = with attribute bit 3
active_font_blocks:
        mov     dx, SEQ
        mov     al, 3
        out     dx, al
        inc     dx
        in      al, dx
        mov     bl, al
        mov     ah, al                          ; SR3: A = bits 5, 3, 2, B = bits 4, 1, 0
        shr     ah, 2
        and     ah, 3
        and     al, 3
        test    bl, 20h
        jz      .no_a
        or      ah, 4
.no_a:
        test    bl, 10h
        jz      .return
        or      al, 4
.return:
        ret

; -> AL = flags of the state table
functionality_flags:
        mov     bl, [BDA_FLAGS]
        mov     bh, [BDA_CONTROL]
        mov     al, 1                           ; all modes on all displays
        test    bl, FLAGS_GREY_SUMMING
        jz      .mono
        or      al, 2
.mono:
        cmp     byte [BDA_CRTC], 0B4h
        jne     .palette
        or      al, 4
.palette:
        test    bl, FLAGS_NO_PALETTE_LOAD
        jz      .cursor
        or      al, 8
.cursor:
        test    bh, CONTROL_NO_CURSOR_EMULATION
        jnz     .blink
        or      al, 10h
.blink:
        test    byte [BDA_CGA_MODE], 20h
        jz      .return
        or      al, 20h
.return:
        ret
