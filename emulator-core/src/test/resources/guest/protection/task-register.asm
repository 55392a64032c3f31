; LTR takes an available TSS of the global table and marks it busy.
%include "harness.inc"
main:
    str eax
    SHOW "str", eax
    movzx eax, byte [gdt + TASK + 5]
    SHOW "type", eax
    mov eax, TASK
    TRY " busy", ltr ax
    xor eax, eax
    TRY "null", ltr ax
    mov eax, 0x34
    TRY "local", ltr ax
    mov eax, 0x90
    TRY "beyond", ltr ax
    mov eax, LOCAL
    TRY "a local table", ltr ax
    mov eax, DATA0
    TRY "data", ltr ax
    SEGMENT 0x40, 0x1b000, 0x67, 0x09, 0
    mov eax, 0x40
    TRY "absent", ltr ax
    SEGMENT 0x40, 0x1b000, 0x2b, 0x81, 0
    TRY "16-bit", ltr ax
    movzx eax, byte [gdt + 0x45]
    SHOW "type", eax
    mov eax, TASK2
    TRY " 32-bit", ltr ax
    mov dword [tss2 + 4], STACK_TSS
    mov dword [tss2 + 8], DATA0
    TRY3 "in ring 3", ltr ax
    TRY3 "STR in ring 3", str ax
    ret
