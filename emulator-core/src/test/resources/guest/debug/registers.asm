; Reserved bits, the aliases DR4 and DR5, general detect.
%include "harness.inc"
main:
    mov eax, -1
    mov dr6, eax
    mov eax, dr6
    SHOW "dr6 ones", eax
    xor eax, eax
    mov dr6, eax
    mov eax, dr6
    SHOW "zeros", eax
    mov eax, 0xffffd7ff & ~0xff
    mov dr7, eax
    mov eax, dr7
    SHOW "dr7 ones", eax
    xor eax, eax
    mov dr7, eax
    mov eax, dr7
    SHOW "zeros", eax
    PRINT {10}
    TRY "DR4", db 0x0f, 0x21, 0xe0
    SHOW "eax", eax
    PRINT {10}
    mov eax, cr4
    or eax, 8
    mov cr4, eax
    TRY "DR4 with DE", db 0x0f, 0x21, 0xe0
    TRY "DR5 with DE", db 0x0f, 0x23, 0xe8
    mov eax, 0x2400
    mov dr7, eax
    TRY "general detect", mov eax, dr0
    mov eax, dr6
    SHOW "dr6", eax
    mov eax, dr7
    SHOW "dr7", eax
    PRINT {10}
    TRY3 "ring 3", mov eax, dr0
    ret
