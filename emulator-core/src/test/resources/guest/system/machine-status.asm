; LMSW sets PE but cannot clear it, and reaches four bits; SMSW shows CR0.
%include "harness.inc"
main:
    mov ax, 0xfff0
    lmsw ax
    smsw eax
    and eax, 0xff
    SHOW "PE stays", eax
    mov ax, 0x000f
    lmsw ax
    smsw eax
    and eax, 0xff
    SHOW "all four", eax
    mov ax, 1
    lmsw ax
    mov ebx, 0x11111111
    smsw bx
    SHOW "word register", ebx
    mov dword [cell], 0x22222222
    smsw [cell]
    SHOW "memory", [cell]
    lmsw [word5]
    smsw eax
    and eax, 0xff
    SHOW "from memory", eax
    ret
cell: dd 0
word5: dw 5
