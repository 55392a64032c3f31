; Character fonts (AH=11h).

; AL = height -> SI = the ROM's font of that height; other heights get the 8x16 one. Changes nothing else.
rom_font:
        mov     si, font8
        cmp     al, 8
        je      .return
        mov     si, font14
        cmp     al, 14
        je      .return
        mov     si, font16
.return:
        ret

; ES:SI = font, CX = count, DX = first character, BL = block, BH = bytes a character.
; Copies it into plane 2. Changes AX, CX, DX, SI, DI.
load_font:
        push    bx
        push    ds
        call    open_font_plane
        push    es
        pop     ds
        push    SEG_GRAPHICS
        pop     es
        mov     al, bl                          ; blocks 0-3 are 16 KiB apart, 4-7 lie between them
        and     ax, 3
        ror     ax, 2
        and     bl, 4
        shl     bl, 3
        or      ah, bl
        shl     dx, 5
        add     dx, ax
        movzx   bx, bh
        cmp     bx, 32
        jbe     .height_known
        mov     bx, 32
.height_known:
        jcxz    .end
.next:
        mov     di, dx
        push    cx
        mov     cx, bx
        rep movsb
        mov     al, 0                           ; no remains of a taller font
        mov     cx, 32
        sub     cx, bx
        rep stosb
        pop     cx
        add     dx, 32
        loop    .next
.end:
        push    ds
        pop     es
        pop     ds
        pop     bx
        ; fall through

; Back from the font plane to the text mode's memory map. Changes AX, DX.
close_font_plane:
        outindexed SEQ, 0, 1
        mov     ax, 302h
        out     dx, ax
        mov     ax, 204h
        out     dx, ax
        mov     ax, 300h
        out     dx, ax
        outindexed GFX, 4, 0
        mov     ax, 1005h
        out     dx, ax
        mov     ax, 0E06h
        cmp     byte [BDA_CRTC], 0B4h
        jne     .map
        mov     ah, 0Ah
.map:
        out     dx, ax
        ret

; Plane 2 at A000h, byte by byte. Changes AX; DX stays.
open_font_plane:
        push    dx
        outindexed SEQ, 0, 1
        mov     ax, 402h
        out     dx, ax
        mov     ax, 704h
        out     dx, ax
        mov     ax, 300h
        out     dx, ax
        outindexed GFX, 4, 2
        mov     ax, 5
        out     dx, ax
        mov     ax, 406h
        out     dx, ax
        pop     dx
        ret

; AH=11h: AL = function
font_service:
        mov     al, [caller_al]
        cmp     al, 30h
        je      font_information
        mov     ah, al
        and     ax, 0F00Fh
        movzx   si, al
        add     si, si
        cmp     al, 4
        ja      .return
        cmp     ah, 20h
        ja      .return
        je      graphics_font
        push    ax
        call    [cs:si + .loaders]
        pop     ax
        test    ah, ah
        jnz     fit_screen_to_font              ; functions 1xh
.return:
        ret
.loaders:
        dw      load_user_font, load_rom_font14, load_rom_font8, select_font_blocks, load_rom_font16

; AL=x0h: ES:BP = font, CX = count, DX = first character, BL = block, BH = bytes a character -> BX
load_user_font:
        mov     si, [caller_bp]
        mov     cx, [caller_cx]
        mov     dx, [caller_dx]
        mov     bx, [caller_bx]
        call    load_font
        mov     bl, bh
        mov     bh, 0
        ret

; AL=x1h, x2h, x4h: BL = block -> BX = height
load_rom_font14:
        mov     al, 14
        jmp     load_rom_font
load_rom_font8:
        mov     al, 8
        jmp     load_rom_font
load_rom_font16:
        mov     al, 16
load_rom_font:
        call    rom_font
        mov     bh, al
        mov     bl, [caller_bl]
        push    cs
        pop     es
        mov     cx, 256
        xor     dx, dx
        call    load_font
        mov     bl, bh
        mov     bh, 0
        ret

; AL=x3h: BL = value for SR3: which blocks the characters come from
select_font_blocks:
        mov     ah, [caller_bl]
        mov     al, 3
        mov     dx, SEQ
        out     dx, ax
        mov     bx, [BDA_FONT_HEIGHT]
        ret

; BX = height of the new font: as many rows as fit, character height, cursor, page size.
fit_screen_to_font:
        call    mode_kind
        cmp     al, KIND_TEXT
        jne     .return
        test    bx, bx
        jz      .return
        cmp     bx, 32
        ja      .return
        mov     [BDA_FONT_HEIGHT], bx
        mov     al, 9                           ; CRTC: maximum scan line
        call    read_crtc
        and     al, 0E0h
        lea     cx, [bx - 1]
        or      al, cl
        mov     ah, al
        mov     al, 9
        call    write_crtc
        cmp     byte [BDA_MODE], 7
        jne     .no_underline
        mov     ah, cl
        mov     al, 14h
        call    write_crtc
.no_underline:
        call    text_scan_lines
        xor     dx, dx
        div     bx
        dec     ax
        mov     [BDA_LAST_ROW], al
        inc     ax
        push    ax
        mul     bx
        call    set_display_end
        pop     ax
        mul     word [BDA_COLUMNS]
        add     ax, ax
        add     ax, 7FFh                        ; a page starts on a multiple of 2 KiB
        and     ax, ~7FFh
        mov     [BDA_PAGE_SIZE], ax
        mov     cx, [BDA_CURSOR_SHAPE]
        jmp     program_cursor_shape
.return:
        ret

; -> AX = scan lines of the text mode. Changes CL.
text_scan_lines:
        cmp     word [BDA_VBE_MODE], 0
        jne     .programmed
        mov     cl, [BDA_FLAGS]
        mov     ax, 200
        test    cl, FLAGS_200_LINES
        jnz     .return
        mov     ax, 400
        test    cl, FLAGS_400_LINES
        jnz     .return
        mov     ax, 350
.return:
        ret
.programmed:
        mov     al, 7
        call    read_crtc
        mov     cl, al
        mov     al, 12h
        call    read_crtc
        mov     ah, 0
        test    cl, 2
        jz      .bit9
        inc     ah
.bit9:
        test    cl, 40h
        jz      .count
        or      ah, 2
.count:
        inc     ax
        ret

; AX = scan lines to show: CRTC vertical display end, twice that where lines are doubled. Changes AX, CX, DX.
set_display_end:
        mov     cx, ax
        mov     al, 9
        call    read_crtc
        test    al, 80h
        jz      .single
        add     cx, cx
.single:
        dec     cx
        mov     al, 12h
        mov     ah, cl
        call    write_crtc
        mov     al, 7                           ; overflow: bit 1 and bit 6 are bits 8 and 9
        call    read_crtc
        and     al, ~42h
        test    ch, 1
        jz      .bit9
        or      al, 2
.bit9:
        test    ch, 2
        jz      .store
        or      al, 40h
.store:
        mov     ah, al
        mov     al, 7
        jmp     write_crtc

; AL=20h to 24h: fonts of the graphics modes. SI = 2 * the low digit
graphics_font:
        jmp     [cs:si + .functions]
.functions:
        dw      .upper, .user, .rom14, .rom8, .rom16
; ES:BP = 8x8 font of characters 80h-FFh for modes 4 to 6
.upper:
        mov     ax, [caller_bp]
        mov     [VEC_FONT_UPPER], ax
        mov     [VEC_FONT_UPPER + 2], es
        ret
; ES:BP = font, CX = bytes a character
.user:
        mov     ax, [caller_bp]
        mov     [VEC_FONT], ax
        mov     [VEC_FONT + 2], es
        mov     ax, [caller_cx]
        jmp     .rows
.rom14:
        mov     ax, 14
        jmp     .rom
.rom8:
        mov     ax, 8
        jmp     .rom
.rom16:
        mov     ax, 16
.rom:
        call    rom_font
        mov     [VEC_FONT], si
        mov     [VEC_FONT + 2], cs
; BL = 0: DL = rows, 1: 14, 2: 25, 3: 43
.rows:
        mov     [BDA_FONT_HEIGHT], ax
        movzx   bx, byte [caller_bl]
        mov     al, [caller_dl]
        test    bx, bx
        jz      .store
        cmp     bx, 3
        ja      .return
        mov     al, [cs:bx + .row_counts - 1]
.store:
        dec     al
        mov     [BDA_LAST_ROW], al
.return:
        ret
.row_counts:
        db      14, 25, 43

; AL=30h: BH = which -> ES:BP = font, CX = bytes a character on the screen, DL = last row
font_information:
        mov     ax, [BDA_FONT_HEIGHT]
        mov     [caller_cx], ax
        mov     al, [BDA_LAST_ROW]
        mov     [caller_dl], al
        movzx   bx, byte [caller_bh]
        cmp     bl, 7
        ja      .return
        add     bx, bx
        mov     ax, [cs:bx + .fonts]
        mov     dx, cs
        cmp     bl, 2
        ja      .store
        mov     si, VEC_FONT_UPPER
        jb      .vector
        mov     si, VEC_FONT
.vector:
        mov     ax, [si]
        mov     dx, [si + 2]
.store:
        mov     [caller_bp], ax
        mov     [caller_es], dx
.return:
        ret
.fonts:
        dw      0, 0, font14, font8, font8 + 128 * 8, wide_characters, font16, wide_characters

; The characters that look different nine dots wide (function 30h, BH = 5 and 7): none, so only the end mark
wide_characters:
        db      0
