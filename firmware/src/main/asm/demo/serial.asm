; COM1, 115200 8N1, sent by interrupts so that nothing waits for it.

UART_IER        equ 1
UART_FCR        equ 2
UART_LCR        equ 3
UART_MCR        equ 4
UART_LSR        equ 5
FIFO_SIZE       equ 16
LSR_THR_EMPTY   equ 20h
LSR_ALL_SENT    equ 40h
IER_THR_EMPTY   equ 2
VECTOR_IRQ4     equ 0Ch * 4

serial_open:
        mov     word [put], serial_put
        mov     word [right], 76
        mov     dx, [400h]
        test    dx, dx
        jz      .none
        mov     [serial_port], dx
        mov     word [VECTOR_IRQ4], serial_interrupt
        mov     word [VECTOR_IRQ4 + 2], 0
        add     dl, UART_LCR
        mov     al, 80h                         ; the divisor: 1
        out     dx, al
        sub     dl, UART_LCR
        mov     ax, 1
        out     dx, al
        inc     dx
        mov     al, ah
        out     dx, al
        add     dl, UART_LCR - UART_IER
        mov     al, 3                           ; eight bits, one stop bit
        out     dx, al
        inc     dx
        mov     al, 0Bh                         ; DTR, RTS, and OUT2: the interrupt
        out     dx, al
        sub     dl, UART_MCR - UART_FCR
        mov     al, 7                           ; FIFOs on and empty
        out     dx, al
        dec     dx
        mov     al, 0
        out     dx, al
        in      al, 21h
        and     al, ~10h                        ; IRQ 4
        out     21h, al
.none:
        ret

; AL = character; lines begin at column [left] and end with carriage return and line feed.
; Preserves all registers.
serial_put:
        push    ax
        cmp     al, 10
        je      .line_feed
.indent:
        push    ax
        mov     ax, [column]
        cmp     ax, [left]
        pop     ax
        jae     .character
        push    ax
        mov     al, ' '
        call    .send
        pop     ax
        jmp     .indent
.line_feed:
        mov     al, 13
        call    .send
        mov     al, 10
        call    .send
        mov     word [column], 0
        pop     ax
        ret
.character:
        call    .send
        pop     ax
        ret
.send:
        inc     word [column]
        ; fall through

serial_send:
        pusha
        cmp     word [serial_port], 0
        je      .return
        mov     bx, [serial_head]
        lea     cx, [bx + 1]
        and     cx, SERIAL_BUFFER - 1
        mov     di, 40                          ; at most so many ticks or other interrupts for a full buffer
.full:
        cmp     cx, [serial_tail]
        jne     .room
        sti
        hlt
        dec     di
        jnz     .full
        jmp     .return
.room:
        mov     [bx + serial_buffer], al
        mov     [serial_head], cx
        mov     dx, [serial_port]
        inc     dx
        mov     al, IER_THR_EMPTY               ; interrupts at once if nothing is being sent
        out     dx, al
.return:
        popa
        ret

serial_interrupt:
        pusha
        push    ds
        push    0
        pop     ds
        mov     dx, [serial_port]
        add     dl, UART_LSR - 3
        in      al, dx                          ; the interrupt's cause: reading it takes it back
        add     dl, 3
        in      al, dx
        test    al, LSR_THR_EMPTY
        jz      .end
        sub     dl, UART_LSR
        mov     bx, [serial_tail]
        mov     cx, FIFO_SIZE
.next:
        cmp     bx, [serial_head]
        je      .empty
        mov     al, [bx + serial_buffer]
        out     dx, al
        inc     bx
        and     bx, SERIAL_BUFFER - 1
        loop    .next
        jmp     .store
.empty:
        inc     dx
        mov     al, 0
        out     dx, al
.store:
        mov     [serial_tail], bx
.end:
        mov     al, 20h
        out     20h, al
        pop     ds
        popa
        iret

; Until everything is on the line
serial_flush:
        mov     dx, [serial_port]
        test    dx, dx
        jz      .return
        add     dl, UART_LSR
        mov     cx, 1000                        ; wake-ups
.buffer:
        mov     ax, [serial_tail]
        cmp     ax, [serial_head]
        je      .fifo
        hlt
        loop    .buffer
.fifo:
        mov     cx, 0FFFFh
.poll:
        in      al, dx
        test    al, LSR_ALL_SENT
        loopz   .poll
.return:
        ret
