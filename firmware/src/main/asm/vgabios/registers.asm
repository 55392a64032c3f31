; Access to the registers of the VGA and of the DISPI extension.

; ES:SI = a mode's 64 parameter bytes. The screen stays off until screen_on. Changes AX, CX, DX.
load_registers:
        push    si
        push    ds
        push    es
        pop     ds
        add     si, PARAM_SEQ
        outindexed SEQ, 0, 1                    ; reset while the clock changes
        mov     ah, [si]
        or      ah, SEQ_SCREEN_OFF
        mov     al, 1
        out     dx, ax
        inc     si
        mov     al, 2
        mov     cx, 3
        call    write_indexed
        lodsb
        mov     dx, MISC_WRITE
        out     dx, al
        mov     cx, 3D4h
        test    al, 1
        jnz     .colour
        mov     cx, 3B4h
.colour:
        outindexed SEQ, 0, 3
        mov     dx, cx
        mov     ax, 11h                         ; unprotect CRTC 0-7
        out     dx, ax
        mov     al, 0
        mov     cx, 19h
        call    write_indexed
        push    dx
        call    load_attributes
        mov     dx, GFX
        mov     al, 0
        mov     cx, 9
        call    write_indexed
        mov     dx, PEL_MASK
        mov     al, 0FFh
        out     dx, al
        pop     dx
        pop     ds
        mov     [BDA_CRTC], dx
        add     dl, 6
        mov     al, 0                           ; feature control
        out     dx, al
        pop     si
        ret

; DS:SI = 20 values of the attribute controller, SI advances. DS is not 0 here. Changes AX, CX, DX.
load_attributes:
        call    reset_flip_flop
        mov     dx, ATTR
        xor     cx, cx
.next:
        mov     al, cl
        out     dx, al
        lodsb
        out     dx, al
        inc     cx
        cmp     cl, 14h
        jb      .next
        mov     al, 14h                         ; colour select
        out     dx, al
        mov     al, 0
        out     dx, al
        ret

; DX = index port, AL = first index, CX = count, DS:SI = values; SI advances. Changes AX, CX.
write_indexed:
        mov     ah, [si]
        inc     si
        out     dx, ax
        inc     ax
        loop    write_indexed
        ret

; The next write to 3C0h is an index. Both status addresses, because only one of them is decoded.
reset_flip_flop:
        push    ax
        push    dx
        mov     dx, 3BAh
        in      al, dx
        mov     dx, 3DAh
        in      al, dx
        pop     dx
        pop     ax
        ret

; Show the picture: palette to the screen, sequencer on. Changes AX, DX.
screen_on:
        mov     dx, SEQ
        mov     al, 1
        out     dx, al
        inc     dx
        in      al, dx
        and     al, ~SEQ_SCREEN_OFF
        out     dx, al
        call    reset_flip_flop
        mov     dx, ATTR
        mov     al, ATTR_SCREEN_ON
        out     dx, al
        ret

; AL = index -> AL = value of an attribute register; the palette stays with the screen. Changes DX.
read_attribute:
        call    reset_flip_flop
        mov     dx, ATTR
        out     dx, al
        inc     dx
        in      al, dx
        push    ax
        call    reset_flip_flop
        mov     dx, ATTR
        mov     al, ATTR_SCREEN_ON
        out     dx, al
        pop     ax
        ret

; AL = index, AH = value. Changes AL, DX.
write_attribute:
        call    reset_flip_flop
        mov     dx, ATTR
        out     dx, al
        mov     al, ah
        out     dx, al
        mov     al, ATTR_SCREEN_ON
        out     dx, al
        ret

; AL = index -> AL = value of a CRTC register. Changes nothing else.
read_crtc:
        push    dx
        mov     dx, [BDA_CRTC]
        out     dx, al
        inc     dx
        in      al, dx
        pop     dx
        ret

; AL = index, AH = value. Changes nothing.
write_crtc:
        push    dx
        mov     dx, [BDA_CRTC]
        out     dx, ax
        pop     dx
        ret

; AL = index -> AX = value of a DISPI register. Changes DX.
dispi_read:
        mov     ah, 0
        mov     dx, DISPI_INDEX
        out     dx, ax
        inc     dx
        in      ax, dx
        ret

; AL = index, CX = value. Changes AX, DX.
dispi_write:
        mov     ah, 0
        mov     dx, DISPI_INDEX
        out     dx, ax
        inc     dx
        mov     ax, cx
        out     dx, ax
        ret

; Back to the standard VGA, where there is a DISPI extension. Changes AX, CX, DX.
dispi_disable:
        mov     al, DISPI_ENABLE
        xor     cx, cx
        jmp     dispi_write
