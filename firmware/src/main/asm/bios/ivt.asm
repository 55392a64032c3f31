; The interrupt vector table and the interrupts that need no file of their own.

; Fills all 256 vectors. 60h..66h belong to programs and stay 0, as the AT BIOS leaves them.
init_vectors:
        push    0
        pop     es
        xor     di, di
        mov     cx, 256
.all:   mov     ax, dummy_iret
        stosw
        mov     ax, SEG_BIOS
        stosw
        loop    .all
        mov     si, vector_table
        mov     di, 0x08 * 4
        mov     cx, 24
.fixed: cs lodsw
        stosw
        inc     di
        inc     di
        loop    .fixed
        mov     si, extra_vectors
.extra: cs lodsw
        cmp     ax, 0xFFFF
        je      .rest
        shl     ax, 2
        xchg    di, ax
        cs lodsw
        stosw
        jmp     .extra
.rest:  mov     di, 0x60 * 4
        mov     cx, 7 * 2
        xor     ax, ax
        rep stosw
        mov     word [es:0x1D * 4], 0xF0A4      ; 6845 parameters: a video BIOS replaces them
        mov     dword [es:0x1F * 4], 0          ; the upper half of the 8 x 8 font is the video BIOS's
        mov     ax, [BDA_EBDA]
        mov     word [es:0x41 * 4], EBDA_FDPT
        mov     [es:0x41 * 4 + 2], ax
        mov     word [es:0x46 * 4], EBDA_FDPT + 16
        mov     [es:0x46 * 4 + 2], ax
        ret

extra_vectors:
        dw      0x02, 0xE2C3
        dw      0x05, 0xFF54
        dw      0x40, 0xEC59
        dw      0x4A, dummy_iret
        dw      0x70, int70
        dw      0x71, irq9_redirect
        dw      0x72, irq_dummy_slave
        dw      0x73, irq_dummy_slave
        dw      0x74, int74
        dw      0x75, int75
        dw      0x76, int76
        dw      0x77, int76
        dw      0xFFFF

; An interrupt line without a handler: acknowledges it and masks the line that was in service, so it cannot storm.
irq_dummy:
        push    ax
        mov     al, 0x0B                ; which one is in service?
        out     PIC1_CMD, al
        in      al, PIC1_CMD
        test    al, al
        jz      .spurious
        and     al, 0xFB
        mov     ah, al
        in      al, PIC1_DATA
        or      al, ah
        out     PIC1_DATA, al
        mov     al, EOI
        out     PIC1_CMD, al
.spurious:
        pop     ax
        iret

irq_dummy_slave:
        push    ax
        mov     al, 0x0B
        out     PIC2_CMD, al
        in      al, PIC2_CMD
        test    al, al
        jz      .spurious
        mov     ah, al
        in      al, PIC2_DATA
        or      al, ah
        out     PIC2_DATA, al
        mov     al, EOI
        out     PIC2_CMD, al
.spurious:
        mov     al, EOI
        out     PIC1_CMD, al
        pop     ax
        iret

; IRQ 9 goes to the vector of the old IRQ 2.
irq9_redirect:
        push    ax
        mov     al, EOI
        out     PIC2_CMD, al
        pop     ax
        int     0x0A
        iret

; NMI: parity or I/O channel check; a PC reports it and stops.
int02:
        push    ax
        in      al, PORT_B
        test    al, 0xC0
        jz      .return
        LOG     "ring0 BIOS: NMI", 10
        or      al, 0x0C                ; acknowledge both checks and enable them again
        out     PORT_B, al
        and     al, 0x03
        out     PORT_B, al
.return:
        pop     ax
        iret

; FPU error on IRQ 13: clears the latch and goes to the NMI vector, where software of the 8087's time waits for it.
int75:
        push    ax
        xor     al, al
        out     0xF0, al
        mov     al, EOI
        out     PIC2_CMD, al
        out     PIC1_CMD, al
        pop     ax
        int     0x02
        iret

; IRQ 14 and 15: an IDE drive is ready.
int76:
        push    ax
        push    ds
        push    SEG_BDA
        pop     ds
        mov     byte [BDA_HD_IRQ], 0xFF
        mov     al, EOI
        out     PIC2_CMD, al
        out     PIC1_CMD, al
        pop     ds
        pop     ax
        iret

; INT 05h: print screen. The state byte is 50:00: 1 under way, FFh error. There is no printer port in this machine, so
; every call ends with the error that a PC shows when the printer does not answer, unless an LPT port was found.
int05:
        SERVICE_ENTER
        sti
        push    0x50
        pop     es
        cmp     byte [es:0], 1
        je      .leave
        mov     byte [es:0], 1
        mov     ah, 0x0F                ; BH = active page
        int     0x10
        mov     ah, 0x03
        int     0x10
        push    dx
        xor     dx, dx
        call    print_crlf_lpt
        jc      .error
.row:   mov     ah, 0x02
        int     0x10
        mov     ah, 0x08
        int     0x10
        test    al, al
        jnz     .char
        mov     al, ' '
.char:  call    print_char_lpt
        jc      .error
        inc     dl
        cmp     dl, [0x4A]
        jb      .row
        mov     dl, 0
        call    print_crlf_lpt
        jc      .error
        inc     dh
        cmp     dh, 25
        jb      .row
        mov     al, 0
        jmp     .done
.error: mov     al, 0xFF
.done:  pop     dx
        mov     [es:0], al
        mov     ah, 0x02
        int     0x10
.leave: SERVICE_LEAVE

print_crlf_lpt:
        mov     al, 13
        call    print_char_lpt
        jc      .return
        mov     al, 10
        call    print_char_lpt
.return:
        ret

; Sends AL to LPT1; carry: it did not go.
print_char_lpt:
        push    dx
        xor     dx, dx
        mov     ah, 0
        int     0x17
        pop     dx
        test    ah, 0x29
        jz      .ok
        stc
        ret
.ok:    clc
        ret

; INT 10h until a video BIOS has taken the vector: a machine without a screen.
int10:
        iret
