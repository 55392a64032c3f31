; SGDT, SIDT, LGDT and LIDT with both operand sizes, and who may use them.
%include "harness.inc"
main:
    mov edi, buffer
    mov eax, 0xcccccccc
    mov [edi], eax
    mov [edi + 4], eax
    sgdt [edi]
    SHOW "gdt", [edi]
    movzx eax, word [edi + 4]
    SHOW "high", eax
    sidt [edi]
    SHOW "idt", [edi]
    PRINT {10}
    mov word [edi], 0x123
    mov dword [edi + 2], 0xab020000
    o16 lidt [edi]
    sidt [edi]
    SHOW "24 bits", [edi]
    movzx eax, word [edi + 4]
    SHOW "high", eax
    PRINT {10}
    lidt [idt_pointer]
    TRY3 "SGDT in ring 3", sgdt [buffer]
    TRY3 "LGDT in ring 3", lgdt [gdt_pointer]
    TRY3 "LIDT in ring 3", lidt [idt_pointer]
    TRY "SGDT to a register", db 0x0f, 0x01, 0xc0 + 0x00
    TRY "LIDT of a register", db 0x0f, 0x01, 0xd8
    ret
buffer: times 8 db 0
