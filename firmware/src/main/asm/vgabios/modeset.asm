; Mode set (AH=00h) and what belongs to it.

; AH=00h: AL = mode, bit 7: keep the memory
set_mode:
        mov     al, [caller_al]
        mov     bl, al
        call    standard_mode
        jc      .return
        and     bl, 7Fh                         ; what IBM's ROM leaves in AL
        mov     al, 30h
        cmp     bl, 6
        jb      .store
        mov     al, 3Fh
        je      .store
        mov     al, 30h
        cmp     bl, 7
        je      .store
        mov     al, 20h
.store:
        mov     [caller_al], al
.return:
        ret

; AL = mode, bit 7: keep the memory. Carry: no such mode. Changes AX, CX, DX, SI, DI, ES.
standard_mode:
        push    bx
        mov     bl, al
        and     bx, 7Fh
        cmp     bl, 13h
        ja      .unknown
        cmp     byte [cs:bx + mode_kinds], NO_MODE
        je      .unknown
        mov     bh, al                          ; BL = mode, BH = with the keep bit
        call    dispi_disable
        call    mode_parameters
        call    enter_mode
        clc
        jmp     .return
.unknown:
        stc
.return:
        pop     bx
        ret

; BL = mode, BH = mode with the keep bit, ES:SI = parameters
enter_mode:
        and     byte [BDA_CONTROL], ~(CONTROL_NO_CLEAR | CONTROL_MONO)
        mov     al, bh
        and     al, CONTROL_NO_CLEAR
        or      [BDA_CONTROL], al
        call    load_registers
        call    load_default_dac
        call    set_mode_variables
        call    clear_memory
        call    set_mode_font
        jmp     screen_on

; BL = mode -> ES:SI = its 64 bytes of register values, in the table the save pointer names
mode_parameters:
        les     si, [BDA_SAVE_POINTER]
        les     si, [es:si]
        push    bx
        mov     bh, 0
        mov     al, [BDA_FLAGS]
        mov     di, bx
        movzx   bx, byte [cs:di + mode_entries]
        test    al, FLAGS_200_LINES
        jnz     .found200
        test    al, FLAGS_400_LINES
        jnz     .found
        cmp     di, 3
        ja      .mono
        lea     bx, [di + ENTRY_350_LINES]
        jmp     .found
.mono:
        cmp     di, 7
        jne     .found
        mov     bx, di
        jmp     .found
.found200:
        cmp     di, 3
        ja      .found
        mov     bx, di
.found:
        shl     bx, 6
        add     si, bx
        pop     bx
        ret

; BL = mode, ES:SI = parameters
set_mode_variables:
        mov     [BDA_MODE], bl
        mov     word [BDA_VBE_MODE], 0
        mov     al, [es:si + PARAM_COLUMNS]
        mov     ah, 0
        mov     [BDA_COLUMNS], ax
        mov     al, [es:si + PARAM_LAST_ROW]
        mov     [BDA_LAST_ROW], al
        mov     al, [es:si + PARAM_HEIGHT]
        mov     [BDA_FONT_HEIGHT], ax
        mov     ax, [es:si + PARAM_PAGE_SIZE]
        mov     [BDA_PAGE_SIZE], ax
        call    reset_pages
        mov     cx, 607h                        ; the CGA's shape, scaled to the font
        call    mode_kind
        cmp     al, KIND_TEXT
        je      .shape
        xor     cx, cx
.shape:
        mov     [BDA_CURSOR_SHAPE], cx
        cmp     bl, 7
        ja      .palette
        mov     bh, 0
        mov     al, [cs:bx + cga_mode_values]
        mov     [BDA_CGA_MODE], al
        mov     al, 30h
        cmp     bl, 6
        jne     .store
        mov     al, 3Fh
.store:
        mov     [BDA_CGA_PALETTE], al
.palette:
        ret

; Page 0, all cursors at the upper left. Changes AX, CX, DI.
reset_pages:
        xor     ax, ax
        mov     [BDA_PAGE_START], ax
        mov     [BDA_PAGE], al
        mov     di, BDA_CURSORS
        mov     cx, 8
.next:
        mov     [di], ax
        add     di, 2
        loop    .next
        ret

; Clear what the new mode shows, unless the caller wants to keep it
clear_memory:
        test    byte [BDA_CONTROL], CONTROL_NO_CLEAR
        jnz     .return
        push    es
        call    mode_kind
        movzx   di, al
        mov     es, [cs:di + .segments]
        mov     cx, [cs:di + .words]
        mov     ax, 720h
        cmp     di, KIND_TEXT
        je      .fill
        xor     ax, ax
.fill:
        call    text_segment_if_mono
        xor     di, di
        rep stosw
        pop     es
.return:
        ret
.segments:
        dw      SEG_COLOUR, SEG_COLOUR, SEG_COLOUR, SEG_GRAPHICS, SEG_GRAPHICS
.words:
        dw      4000h, 4000h, 4000h, 8000h, 8000h

; ES = B000h in the monochrome text mode, else unchanged. Changes nothing else.
text_segment_if_mono:
        cmp     byte [BDA_MODE], 7
        jne     .return
        push    SEG_MONO
        pop     es
.return:
        ret

; Vector 43h, and in text modes the font in plane 2 and the cursor
set_mode_font:
        mov     al, [BDA_FONT_HEIGHT]
        call    rom_font
        mov     [VEC_FONT], si
        mov     [VEC_FONT + 2], cs
        call    mode_kind
        cmp     al, KIND_TEXT
        jne     .return
        mov     bx, [BDA_FONT_HEIGHT]           ; BH = height, BL = block
        xchg    bl, bh
        push    cs
        pop     es
        mov     cx, 256
        xor     dx, dx
        call    load_font
        mov     cx, [BDA_CURSOR_SHAPE]
        call    program_cursor_shape
        xor     bx, bx
        call    program_cursor
.return:
        ret

; -> AL = KIND_... of the current mode. Changes nothing else.
mode_kind:
        cmp     word [BDA_VBE_MODE], 0
        jne     vbe_mode_kind
        push    bx
        movzx   bx, byte [BDA_MODE]
        and     bl, 7Fh
        cmp     bl, 13h
        ja      .other
        mov     al, [cs:bx + mode_kinds]
        pop     bx
        ret
.other:
        mov     al, KIND_OTHER
        pop     bx
        ret

; AH=0Fh -> AH = columns, AL = mode with the keep bit, BH = page
get_mode:
        mov     al, [BDA_COLUMNS]
        mov     [caller_ah], al
        mov     al, [BDA_CONTROL]
        and     al, CONTROL_NO_CLEAR
        or      al, [BDA_MODE]
        mov     [caller_al], al
        mov     al, [BDA_PAGE]
        mov     [caller_bh], al
        ret
