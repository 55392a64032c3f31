; A 16-bit TSS: words, no FS, GS and CR3.
%include "harness.inc"
%include "task.inc"
main:
    SEGMENT 0x40, 0x1b000, 0x2b, 0x81, 0
    mov word [tss2 + 0x0e], R(other)
    mov word [tss2 + 0x10], 0x0003
    mov word [tss2 + 0x12], 0x1111
    mov word [tss2 + 0x14], 0x2222
    mov word [tss2 + 0x1a], 0xa000
    mov word [tss2 + 0x22], DATA0
    mov word [tss2 + 0x24], CODE16
    mov word [tss2 + 0x26], DATA0
    mov word [tss2 + 0x28], DATA0
    mov word [tss2 + 0x2a], 0
    mov edx, 0x12345678
    call 0x40:0
    SHOW "edx", edx
    movzx eax, word [tss2 + 0x12]
    SHOW "ax", eax
    movzx eax, word [tss2]
    SHOW "link", eax
    movzx eax, word [tss2 + 0x10]
    SHOW "flags", eax
    ret
    bits 16
other:
    mov bx, fs
    mov ax, 0x4321
    iret
    bits 32
