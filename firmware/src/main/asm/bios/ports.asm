; Serial and parallel adapters: detection, INT 14h, INT 17h. 16550 data sheet (National PC16550D); IBM AT.

COM_TIMED_OUT   equ     0x80
LPT_TIMED_OUT   equ     0x01

com_ports:      dw      0x3F8, 0x2F8, 0x3E8, 0x2E8
lpt_ports:      dw      0x378, 0x278

; A UART keeps the low four bits of IER and has zeros above them.
init_serial:
        xor     si, si
        xor     di, di
.next:  mov     dx, [cs:si + com_ports]
        inc     dx                      ; IER
        mov     al, 0x02
        out     dx, al
        in      al, dx
        cmp     al, 0x02
        jne     .absent
        inc     dx                      ; IIR: bits 5..4 are 0 in every UART of this line
        in      al, dx
        test    al, 0x30
        jnz     .absent
        dec     dx
        mov     al, 0
        out     dx, al
        dec     dx
        mov     [di + BDA_COM], dx
        inc     di
        inc     di
.absent:
        inc     si
        inc     si
        cmp     si, 8
        jb      .next
        shl     di, 8                   ; count in bits 11..9
        and     word [BDA_EQUIPMENT], 0xF1FF
        or      [BDA_EQUIPMENT], di
        ret

; A printer port keeps what its data register gets.
init_parallel:
        xor     si, si
        xor     di, di
.next:  mov     dx, [cs:si + lpt_ports]
        mov     al, 0xAA
        out     dx, al
        in      al, dx
        cmp     al, 0xAA
        jne     .absent
        mov     [di + BDA_LPT], dx
        inc     di
        inc     di
.absent:
        inc     si
        inc     si
        cmp     si, 4
        jb      .next
        shl     di, 13                  ; count in bits 15..14
        and     word [BDA_EQUIPMENT], 0x3FFF
        or      [BDA_EQUIPMENT], di
        ret

; INT 14h: DX = port 0..3.
int14:
        sti
        SERVICE_ENTER
        mov     bx, dx
        cmp     bx, 3
        ja      .return
        movzx   cx, byte [bx + BDA_COM_TIMEOUT]
        add     bx, bx
        mov     dx, [bx + BDA_COM]
        test    dx, dx
        jz      .return
        mov     al, [bp + R_AH]
        cmp     al, 1
        jb      com_initialize
        je      com_send
        cmp     al, 3
        jb      com_receive
        je      com_status
        cmp     al, 4
        je      com_extended_initialize
        cmp     al, 5
        je      com_modem_control
.return:
        jmp     service_return

; AL: bits 7..5 rate, 4..3 parity, 2 stop bits, 1..0 length.
com_initialize:
        mov     bl, [bp + R_AL]
        movzx   si, bl
        shr     si, 5
        add     si, si
        mov     si, [cs:si + com_divisors]
        and     bl, 0x1F
        call    com_set
        jmp     com_status

com_divisors:                           ; 110, 150, 300, 600, 1200, 2400, 4800, 9600; then 19200, 38400, 57600, 115200
        dw      1047, 768, 384, 192, 96, 48, 24, 12, 6, 3, 2, 1

; SI = divisor, BL = line control.
com_set:
        add     dx, 3
        mov     al, 0x80
        out     dx, al
        sub     dx, 3
        mov     ax, si
        out     dx, al
        inc     dx
        mov     al, ah
        out     dx, al
        inc     dx
        inc     dx
        mov     al, bl
        out     dx, al
        dec     dx
        dec     dx
        mov     al, 0
        out     dx, al
        dec     dx
        ret

; AH=04h: AL break, BH parity, BL stop bits, CH length, CL rate.
com_extended_initialize:
        movzx   si, byte [bp + R_CL]
        cmp     si, 11
        ja      int14.return
        add     si, si
        mov     si, [cs:si + com_divisors]
        mov     bl, [bp + R_CH]
        and     bl, 3
        mov     al, [bp + R_BL]
        and     al, 1
        shl     al, 2
        or      bl, al
        movzx   di, byte [bp + R_BH]
        and     di, 7
        or      bl, [cs:di + .parity]
        mov     al, [bp + R_AL]
        and     al, 1
        shl     al, 6
        or      bl, al
        call    com_set
        jmp     com_status
.parity:
        db      0x00, 0x08, 0x18, 0x28, 0x38, 0, 0, 0

; AH=05h: modem control register, AL=0 read to BL, 1 write BL.
com_modem_control:
        add     dx, 4
        cmp     byte [bp + R_AL], 1
        jne     .read
        mov     al, [bp + R_BL]
        out     dx, al
.read:  in      al, dx
        mov     [bp + R_BL], al
        sub     dx, 4
        jmp     com_status

; AH=03h: AH = line status, AL = modem status.
com_status:
        add     dx, 5
        in      al, dx
        mov     [bp + R_AH], al
        inc     dx
        in      al, dx
        mov     [bp + R_AL], al
        jmp     service_return

; Waits CX seconds for all bits BL of the line status. Carry: they did not come. AL = line status.
com_wait:
        add     dx, 5
        mov     bh, cl
        shl     bh, 4                   ; sixteenths of a second
.again: mov     cx, 4143                ; refresh cycles
.next:  in      al, dx
        mov     ah, al
        and     al, bl
        cmp     al, bl
        je      .there
        push    cx
        mov     cx, 1
        call    delay_refresh
        pop     cx
        loop    .next
        dec     bh
        jnz     .again
        mov     al, ah
        sub     dx, 5
        stc
        ret
.there: mov     al, ah
        sub     dx, 5
        clc
        ret

; AH=01h: sends AL.
com_send:
        add     dx, 4                   ; DTR and RTS
        in      al, dx
        or      al, 0x03
        out     dx, al
        sub     dx, 4
        mov     bl, 0x20
        call    com_wait
        jc      com_timed_out
        mov     ah, al
        mov     al, [bp + R_AL]
        out     dx, al
        mov     [bp + R_AH], ah
        jmp     service_return
com_timed_out:
        or      al, COM_TIMED_OUT
        mov     [bp + R_AH], al
        jmp     service_return

; AH=02h: receives AL.
com_receive:
        mov     bl, 0x01
        call    com_wait
        jc      com_timed_out
        and     al, 0x1E                ; the error bits
        mov     [bp + R_AH], al
        in      al, dx
        mov     [bp + R_AL], al
        jmp     service_return

; INT 17h: DX = printer 0..2.
int17:
        sti
        SERVICE_ENTER
        mov     bx, dx
        cmp     bx, 2
        ja      .absent
        movzx   cx, byte [bx + BDA_LPT_TIMEOUT]
        add     bx, bx
        mov     dx, [bx + BDA_LPT]
        test    dx, dx
        jz      .absent
        mov     al, [bp + R_AH]
        cmp     al, 1
        jb      lpt_print
        je      lpt_initialize
        cmp     al, 2
        je      lpt_status
        jmp     service_return
.absent:
        mov     byte [bp + R_AH], 0x29  ; timed out, I/O error, no paper
        jmp     service_return

lpt_print:
        mov     al, [bp + R_AL]
        out     dx, al
        inc     dx
.again: push    cx
        mov     cx, 4143
.next:  in      al, dx
        test    al, 0x80                ; not busy
        jnz     .ready
        push    cx
        mov     cx, 1
        call    delay_refresh
        pop     cx
        loop    .next
        pop     cx
        loop    .again
        dec     dx
        call    lpt_read_status
        or      al, LPT_TIMED_OUT
        mov     [bp + R_AH], al
        jmp     service_return
.ready: pop     cx
        inc     dx
        mov     al, 0x0D                ; strobe
        out     dx, al
        mov     al, 0x0C
        out     dx, al
        sub     dx, 2
        jmp     lpt_status

lpt_initialize:
        add     dx, 2
        mov     al, 0x08
        out     dx, al
        mov     cx, 150
        call    delay_refresh
        mov     al, 0x0C
        out     dx, al
        sub     dx, 2
lpt_status:
        call    lpt_read_status
        mov     [bp + R_AH], al
        jmp     service_return

; DX = port: AL = its status as INT 17h shows it.
lpt_read_status:
        inc     dx
        in      al, dx
        dec     dx
        and     al, 0xF8
        xor     al, 0x48
        ret
