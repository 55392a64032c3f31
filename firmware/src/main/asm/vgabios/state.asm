; Save and restore of the video state: AH=1Ch, and VBE function 04h with the DISPI registers on top.
; CX says which parts. They follow each other in the buffer, the DISPI registers first: restoring them
; changes registers of the hardware's part.

STATE_HARDWARE  equ 1
STATE_BDA       equ 2
STATE_DAC       equ 4
STATE_DISPI     equ 8

; the hardware's part
struc hardware
.crtc_port:     resw 1
.misc:          resb 1
.feature:       resb 1
.seq:           resb 5
.crtc:          resb 25
.attr:          resb 21
.gfx:           resb 9
.seq_index:     resb 1
.crtc_index:    resb 1
.gfx_index:     resb 1
endstruc
BDA_PART_SIZE   equ 1Eh + 7 + 4 + 2 + 8
DAC_PART_SIZE   equ 2 + 768
DISPI_PART_SIZE equ 9 * 2

; AH=1Ch: AL = 0: BX = 64-byte blocks for CX; 1: save to ES:BX; 2: restore from ES:BX -> AL = 1Ch
save_restore:
        mov     cx, [caller_cx]
        and     cx, STATE_HARDWARE | STATE_BDA | STATE_DAC
        mov     al, [caller_al]
        cmp     al, 2
        ja      .return
        call    save_restore_parts
        mov     byte [caller_al], 1Ch
.return:
        ret

; AL = 0, 1, 2 as above, CX = parts, ES and the caller's BX as above. Changes all but BP.
save_restore_parts:
        add     cx, cx                          ; DISPI to bit 0
        test    cl, STATE_DISPI << 1
        jz      .ordered
        xor     cl, (STATE_DISPI << 1) | 1
.ordered:
        mov     bx, [caller_bx]
        cmp     al, 1
        jb      .size
        ja      .restore
        mov     di, bx
        mov     bx, .savers
        jmp     .each
.restore:
        mov     si, bx
        mov     bx, .restorers
.each:
        shr     cx, 1
        jnc     .skip
        push    bx
        push    cx
        call    [cs:bx]
        pop     cx
        pop     bx
.skip:
        add     bx, 2
        test    cx, cx
        jnz     .each
        ret
.size:
        mov     ax, 63
        mov     bx, .sizes
.add:
        shr     cx, 1
        jnc     .none
        add     ax, [cs:bx]
.none:
        add     bx, 2
        test    cx, cx
        jnz     .add
        shr     ax, 6
        mov     [caller_bx], ax
        ret
.sizes:
        dw      DISPI_PART_SIZE, hardware_size, BDA_PART_SIZE, DAC_PART_SIZE
.savers:
        dw      save_dispi, save_hardware, save_bda, save_dac
.restorers:
        dw      restore_dispi, restore_hardware, restore_bda, restore_dac

; Each saver has ES:DI, each restorer ES:SI, and leaves it behind its part

save_hardware:
        mov     dx, [BDA_CRTC]
        mov     ax, dx
        stosw
        mov     dx, MISC_READ
        in      al, dx
        stosb
        mov     dx, FEATURE_READ
        in      al, dx
        stosb
        mov     dx, SEQ
        in      al, dx
        push    ax                              ; the indices as the program left them
        mov     cx, 5
        call    save_indexed
        pop     ax
        mov     bl, al
        mov     dx, [BDA_CRTC]
        in      al, dx
        mov     bh, al
        mov     cx, 25
        call    save_indexed
        xor     cx, cx
.attribute:
        mov     al, cl
        call    read_attribute
        stosb
        inc     cx
        cmp     cl, 21
        jb      .attribute
        mov     dx, GFX
        in      al, dx
        push    ax
        mov     cx, 9
        call    save_indexed
        mov     ax, bx
        stosw
        pop     ax
        stosb
        mov     dx, GFX
        out     dx, al
        mov     al, bl
        mov     dx, SEQ
        out     dx, al
        mov     al, bh
        mov     dx, [BDA_CRTC]
        out     dx, al
        ret

; DX = index port, CX registers from 0 on -> ES:DI. Changes AX, CX.
save_indexed:
        mov     ah, 0
.next:
        mov     al, ah
        out     dx, al
        inc     dx
        in      al, dx
        dec     dx
        stosb
        inc     ah
        loop    .next
        ret

restore_hardware:
        push    ds
        push    es
        pop     ds
        outindexed SEQ, 0, 1
        mov     al, [si + hardware.misc]
        mov     dx, MISC_WRITE
        out     dx, al
        push    si
        add     si, hardware.seq + 1
        mov     dx, SEQ
        mov     al, 1
        mov     cx, 4
        call    write_indexed
        mov     ax, 300h
        out     dx, ax
        pop     si
        mov     dx, [si + hardware.crtc_port]
        mov     ax, 11h
        out     dx, ax
        push    dx
        push    si
        add     si, hardware.crtc
        mov     al, 0
        mov     cx, 25
        call    write_indexed
        call    load_attributes                 ; the 20 bytes that follow
        mov     ah, [si]                        ; and colour select
        push    ax
        add     si, 1
        mov     dx, GFX
        mov     al, 0
        mov     cx, 9
        call    write_indexed
        pop     ax
        mov     al, 14h
        call    write_attribute
        pop     si
        pop     dx
        mov     al, [si + hardware.crtc_index]
        out     dx, al
        add     dl, 6
        mov     al, [si + hardware.feature]
        out     dx, al
        mov     dx, SEQ
        mov     al, [si + hardware.seq_index]
        out     dx, al
        mov     dx, GFX
        mov     al, [si + hardware.gfx_index]
        out     dx, al
        add     si, hardware_size
        pop     ds
        ret

save_bda:
        mov     si, BDA_MODE
        mov     cx, 1Eh
        rep movsb
        mov     si, BDA_LAST_ROW
        mov     cx, 7
        rep movsb
        mov     si, BDA_SAVE_POINTER
        movsd
        mov     si, BDA_VBE_MODE
        movsw
        mov     si, VEC_FONT_UPPER
        movsd
        mov     si, VEC_FONT
        movsd
        ret

restore_bda:
        push    ds
        push    es
        push    es
        pop     ds
        push    0
        pop     es
        mov     di, BDA_MODE
        mov     cx, 1Eh
        rep movsb
        mov     di, BDA_LAST_ROW
        mov     cx, 7
        rep movsb
        mov     di, BDA_SAVE_POINTER
        movsd
        mov     di, BDA_VBE_MODE
        movsw
        mov     di, VEC_FONT_UPPER
        movsd
        mov     di, VEC_FONT
        movsd
        pop     es
        pop     ds
        ret

save_dac:
        mov     dx, DAC_WRITE
        in      al, dx
        stosb
        mov     bl, al
        mov     dx, PEL_MASK
        in      al, dx
        stosb
        mov     al, 0
        call    read_dac_from
        mov     dx, DAC_DATA
        mov     cx, 768
.next:
        in      al, dx
        stosb
        loop    .next
        mov     al, bl
        jmp     write_dac_from

restore_dac:
        es lodsb
        mov     bl, al
        es lodsb
        mov     dx, PEL_MASK
        out     dx, al
        mov     al, 0
        call    write_dac_from
        mov     dx, DAC_DATA
        mov     cx, 768
.next:
        es lodsb
        out     dx, al
        loop    .next
        mov     al, bl
        jmp     write_dac_from

save_dispi:
        mov     bx, DISPI_XRES
.next:
        mov     al, bl
        call    dispi_read
        stosw
        inc     bx
        cmp     bl, DISPI_Y_OFFSET
        jbe     .next
        ret

; Resolution and depth first, then the switch, then what the switch resets
restore_dispi:
        mov     bx, si
        call    dispi_disable
        mov     di, .order
.next:
        movzx   ax, byte [cs:di]
        inc     di
        test    al, al
        jz      .end
        mov     si, ax
        add     si, ax
        mov     cx, [es:bx + si - 2]
        cmp     al, DISPI_ENABLE
        jne     .write
        or      cx, DISPI_NO_CLEAR
        test    cx, DISPI_ENABLED
        jz      .end
.write:
        call    dispi_write
        jmp     .next
.end:
        lea     si, [bx + DISPI_PART_SIZE]
        ret
.order:
        db      DISPI_XRES, DISPI_YRES, DISPI_BPP, DISPI_ENABLE, DISPI_BANK
        db      DISPI_VIRT_WIDTH, DISPI_X_OFFSET, DISPI_Y_OFFSET, 0
