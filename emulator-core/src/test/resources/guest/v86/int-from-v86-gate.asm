; From virtual-8086 mode only handlers of ring 0 are entered.
%include "harness.inc"
main:
    SEGMENT 0x40, 0, 0xfffff, 0x9e, 0xc
    VECTOR 0x20, 0xee, CODE3, landed
    V86 "ring 3 code", int 0x20
    VECTOR 0x20, 0xee, 0x40, landed
    V86 "conforming code", int 0x20
    VECTOR 0x20, 0x8e, CODE0, landed
    V86 "gate of DPL 0", int 0x20
    VECTOR 0x20, 0xe6, CODE16, R(handler)
    V86 "16-bit gate", int 0x20
    SHOW "words", ebx
    movzx eax, word [STACK_TSS - 2]
    SHOW "gs", eax
    ret
    bits 16
handler:
    mov ebx, STACK_TSS
    sub ebx, esp
    mov ax, DATA0
    mov ds, ax
    mov ss, ax
    mov esp, STACK0 - 0x100
    int BACK
    bits 32
