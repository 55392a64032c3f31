; TF in real mode.
%define REAL_MODE
%include "harness.inc"
main:
    push es
    xor ax, ax
    mov es, ax
    mov word [es:4], R(handler)
    pop es
    pushf
    pop ax
    or ah, 1
    push ax
    popf
    nop
    inc bx
    mov ax, ss
    mov ss, ax
    nop
    pushf
    pop ax
    and ah, ~1
    push ax
    popf
    ret
handler:
    push bp
    mov bp, sp
    push ax
    mov ax, [bp + 2]
    sub ax, R(main)
    call print_hex16
    PRINT {10}
    pop ax
    pop bp
    iret
