; Pixels: AH=0Ch, 0Dh.

; AH=0Ch: AL = colour (bit 7: XOR, but not in 256-colour modes), BH = page, CX = column, DX = row
write_pixel:
        call    mode_kind
        movzx   si, al
        jmp     [cs:si + .writers]
.writers:
        dw      no_service, write_cga_pixel, write_cga_pixel, write_planar_pixel, write_byte_pixel
        dw      write_packed_pixel, no_service

; AH=0Dh: BH = page, CX = column, DX = row -> AL = colour
read_pixel:
        call    mode_kind
        movzx   si, al
        jmp     [cs:si + .readers]
.readers:
        dw      no_service, read_cga_pixel, read_cga_pixel, read_planar_pixel, read_byte_pixel
        dw      read_packed_pixel, no_service

; -> ES:DI = the pixel's byte, AH = its bit. Changes AX, BX, CX, DX.
planar_pixel:
        push    SEG_GRAPHICS
        pop     es
        mov     cx, [caller_cx]
        mov     ax, [caller_dx]
        mul     word [BDA_COLUMNS]
        mov     di, cx
        shr     di, 3
        add     di, ax
        movzx   ax, byte [caller_bh]
        mul     word [BDA_PAGE_SIZE]
        add     di, ax
        and     cl, 7
        mov     ah, 80h
        shr     ah, cl
        ret

write_planar_pixel:
        call    planar_pixel
        mov     dx, GFX
        mov     al, 8                           ; only this bit
        out     dx, ax
        mov     bl, [caller_al]
        mov     ah, bl
        mov     al, 0                           ; set/reset: the colour in all planes
        out     dx, ax
        mov     ax, 0F01h
        out     dx, ax
        mov     ax, 1803h
        test    bl, 80h
        jnz     .function
        mov     ah, 0
.function:
        out     dx, ax
        outindexed SEQ, 2, 0Fh
        mov     al, [es:di]                     ; fills the latches
        mov     [es:di], al
        mov     dx, GFX                         ; back to what the mode set left
        mov     ax, 0
        out     dx, ax
        mov     ax, 1
        out     dx, ax
        mov     ax, 3
        out     dx, ax
        mov     ax, 0FF08h
        out     dx, ax
        ret

read_planar_pixel:
        call    planar_pixel
        mov     bh, ah
        mov     bl, 0
        mov     cx, 304h                        ; from plane 3 to plane 0
        mov     dx, GFX
.plane:
        mov     ax, cx
        out     dx, ax
        mov     al, [es:di]
        and     al, bh
        neg     al                              ; carry: the bit is set
        rcl     bl, 1
        sub     ch, 1
        jnc     .plane
        mov     [caller_al], bl
        ret

; -> ES:DI. Changes AX, DX.
byte_pixel:
        push    SEG_GRAPHICS
        pop     es
        mov     ax, [BDA_COLUMNS]
        shl     ax, 3
        mul     word [caller_dx]
        mov     di, ax
        add     di, [caller_cx]
        ret

write_byte_pixel:
        call    byte_pixel
        mov     al, [caller_al]
        mov     [es:di], al
        ret

read_byte_pixel:
        call    byte_pixel
        mov     al, [es:di]
        mov     [caller_al], al
        ret

; -> ES:DI = the pixel's byte, CL = how far its bits are from the right, AH = their mask (at the right).
; Changes AX, DX.
cga_pixel:
        push    SEG_COLOUR
        pop     es
        mov     ax, [caller_dx]
        shr     ax, 1
        sbb     di, di                          ; odd lines are in the second field
        and     di, 2000h
        mov     dx, 80
        mul     dx
        add     di, ax
        mov     dx, [caller_cx]
        call    mode_kind
        cmp     al, KIND_CGA2
        je      .two_colours
        mov     cl, dl
        shr     dx, 2
        not     cl
        and     cl, 3
        add     cl, cl
        mov     ah, 3
        add     di, dx
        ret
.two_colours:
        mov     cl, dl
        shr     dx, 3
        not     cl
        and     cl, 7
        mov     ah, 1
        add     di, dx
        ret

write_cga_pixel:
        call    cga_pixel
        mov     al, [caller_al]
        and     al, ah
        shl     al, cl
        shl     ah, cl
        not     ah
        mov     dl, [es:di]
        test    byte [caller_al], 80h
        jnz     .xor
        and     dl, ah
.xor:
        xor     dl, al
        mov     [es:di], dl
        ret

read_cga_pixel:
        call    cga_pixel
        mov     al, [es:di]
        shr     al, cl
        and     al, ah
        mov     [caller_al], al
        ret
