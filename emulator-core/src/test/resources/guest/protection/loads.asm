; Data segment loads: type, privilege, presence, in this order.
%include "harness.inc"
main:
    SEGMENT 0x40, 0, 0xfffff, 0x98, 0xc     ; execute-only code
    SEGMENT 0x48, 0, 0xfffff, 0x12, 0xc     ; data, absent
    SEGMENT 0x50, 0, 0xfffff, 0x18, 0xc     ; execute-only code, absent
    SEGMENT 0x58, 0, 0xfffff, 0x90, 0xc     ; read-only data
    mov eax, 0x40
    TRY "execute-only code", mov ds, ax
    mov eax, 0x48
    TRY "absent data", mov ds, ax
    mov eax, 0x50
    TRY "absent execute-only code", mov ds, ax
    mov eax, 0x58
    TRY "read-only data", mov es, ax
    TRY "write to it", mov byte [es:0x1000], 1
    TRY "read-only stack", mov ss, ax
    mov eax, 0x93
    TRY "beyond the table", mov ds, ax
    mov eax, 0x28
    TRY "a task", mov ds, ax
    xor eax, eax
    TRY "null", mov es, ax
    TRY "read through null", mov al, [es:0]
    TRY "null stack", mov ss, ax
    mov eax, 0x48
    TRY "absent stack", mov ss, ax
    mov eax, DATA0
    TRY3 "inner data in ring 3", mov ds, ax
    mov eax, 0x58
    ret
