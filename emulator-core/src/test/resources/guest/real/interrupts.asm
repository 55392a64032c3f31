; Real-mode interrupts push FLAGS, CS and IP, and clear IF and TF.
%define REAL_MODE
%include "harness.inc"
main:
    push es
    xor ax, ax
    mov es, ax
    mov word [es:0x60 * 4], R(handler)
    mov word [es:0x60 * 4 + 2], 0x1000
    pop es
    push word 0x7ed7 & ~0x100
    popf
    int 0x60
    pushf
    pop ax
    call print_hex16
    PRINT {" after", 10}
    TRY "INT3", int3
    TRY "division", aam 0
    mov ax, 0x7fff
    inc ax
    TRY "INTO", into
    TRY "UD2", ud2
    TRY "INT1", db 0xf1
    TRY "BOUND", bound ax, [R(bounds)]
    ret
handler:
    mov bp, sp
    mov ax, [bp]
    sub ax, R(main)
    call print_hex16
    PRINT " "
    mov ax, [bp + 2]
    call print_hex16
    PRINT " "
    mov ax, [bp + 4]
    call print_hex16
    PRINT " "
    pushf
    pop ax
    call print_hex16
    PRINT {" inside", 10}
    iret
bounds: dw 0, 5
