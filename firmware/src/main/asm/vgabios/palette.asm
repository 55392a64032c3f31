; The attribute controller's palette: AH=0Bh and AX=1000h to 1009h; AX=101xh is in dac.asm.

; AH=0Bh: BH = 0: BL = border, and background in graphics modes; BH = 1: BL = CGA palette 0 or 1
set_cga_palette:
        mov     bl, [caller_bl]
        mov     al, [BDA_CGA_PALETTE]
        cmp     byte [caller_bh], 1
        ja      .return
        je      .palette
        and     al, 0E0h
        mov     ah, bl
        and     ah, 1Fh
        or      al, ah
        mov     [BDA_CGA_PALETTE], al
        mov     bh, bl                          ; IRGB: the bright colours are at 10h
        and     bl, 0Fh
        test    bl, 8
        jz      .colour
        add     bl, 8
.colour:
        mov     ah, bl
        mov     al, 11h
        call    write_attribute
        call    mode_kind
        cmp     al, KIND_TEXT
        je      .return
        mov     ah, bl
        mov     al, 0
        call    write_attribute
        and     bh, 10h                         ; intensity of colours 1 to 3
        mov     bl, ~10h
        jmp     .foreground
.palette:
        and     al, ~20h
        test    bl, 1
        jz      .store
        or      al, 20h
.store:
        mov     [BDA_CGA_PALETTE], al
        mov     bh, bl
        and     bh, 1
        mov     bl, ~1
.foreground:
        call    mode_kind
        cmp     al, KIND_CGA4
        jne     .return
        mov     cx, 1
.next:
        mov     al, cl
        call    read_attribute
        and     al, bl
        or      al, bh
        mov     ah, al
        mov     al, cl
        call    write_attribute
        inc     cx
        cmp     cl, 3
        jbe     .next
.return:
        ret

; AH=10h: AL = function
palette_service:
        movzx   si, byte [caller_al]
        cmp     si, LAST_PALETTE
        ja      .return
        add     si, si
        jmp     [cs:si + .functions]
.return:
        ret
.functions:
        dw      set_palette_register, set_border, set_palette, set_blinking
        dw      no_service, no_service, no_service
        dw      get_palette_register, get_border, get_palette
        times   6 dw no_service
        dw      set_dac_register, no_service, set_dac_block, select_dac_page
        dw      no_service, get_dac_register, no_service, get_dac_block
        dw      set_pel_mask, get_pel_mask, get_dac_page, sum_to_grey
LAST_PALETTE    equ ($ - .functions) / 2 - 1

; AL=00h: BL = register, BH = value
set_palette_register:
        mov     al, [caller_bl]
        cmp     al, 14h
        ja      .return
        mov     ah, [caller_bh]
        jmp     write_attribute
.return:
        ret

; AL=01h: BH = colour
set_border:
        mov     al, 11h
        mov     ah, [caller_bh]
        jmp     write_attribute

; AL=02h: ES:DX = 16 palette registers and the border
set_palette:
        mov     si, [caller_dx]
        xor     cx, cx
.next:
        mov     al, cl
        mov     ah, [es:si]
        inc     si
        call    write_attribute
        inc     cx
        cmp     cl, 10h
        jb      .next
        mov     al, 11h
        mov     ah, [es:si]
        jmp     write_attribute

; AL=03h: BL = 0: bright background, 1: blinking
set_blinking:
        mov     al, 10h
        call    read_attribute
        and     al, ~8
        mov     ah, [caller_bl]
        and     ah, 1
        shl     ah, 3
        or      ah, al
        mov     al, [BDA_CGA_MODE]
        and     al, ~20h
        test    ah, 8
        jz      .store
        or      al, 20h
.store:
        mov     [BDA_CGA_MODE], al
        mov     al, 10h
        jmp     write_attribute

; AL=07h: BL = register -> BH = value
get_palette_register:
        mov     al, [caller_bl]
        cmp     al, 14h
        ja      .return
        call    read_attribute
        mov     [caller_bh], al
.return:
        ret

; AL=08h -> BH = border
get_border:
        mov     al, 11h
        call    read_attribute
        mov     [caller_bh], al
        ret

; AL=09h: ES:DX = room for 16 palette registers and the border
get_palette:
        mov     di, [caller_dx]
        xor     cx, cx
.next:
        mov     al, cl
        call    read_attribute
        stosb
        inc     cx
        cmp     cl, 10h
        jb      .next
        mov     al, 11h
        call    read_attribute
        stosb
        ret
