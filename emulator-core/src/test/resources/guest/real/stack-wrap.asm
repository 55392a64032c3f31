; A word push at SP = 0 wraps to FFFE; at SP = 1 it cannot.
%define REAL_MODE
%include "harness.inc"
main:
    mov [R(saved)], sp
    xor sp, sp
    push ax
    mov bx, sp
    push eax
    mov cx, sp
    mov sp, [R(saved)]
    mov ax, bx
    call print_hex16
    PRINT " "
    mov ax, cx
    call print_hex16
    PRINT {10}
    ; the stack fault itself cannot be pushed at SP = 1 either: the CPU shuts down
    mov sp, 1
    push ax
    PRINT "not reached"
saved: dw 0
