; A vector beyond the IDT's limit is #GP; the table may be anywhere.
%define REAL_MODE
%include "harness.inc"
main:
    mov word [R(pointer)], 0x3ff
    mov dword [R(pointer) + 2], 0x50000
    mov ax, 0x5000
    mov es, ax
    xor si, si
    xor di, di
    push ds
    xor ax, ax
    mov ds, ax
    mov cx, 0x200
    rep movsw
    pop ds
    lidt [R(pointer)]
    TRY "elsewhere", int 5
    mov word [R(pointer)], 14 * 4 + 2
    lidt [R(pointer)]
    TRY "INT 13", int 13
    TRY "INT 14, cut short", int 14
    TRY "INT 60h", int 0x60
    ret
pointer: dw 0, 0, 0
