; SS must be writable data of exactly the present level.
%include "harness.inc"
main:
    SEGMENT 0x40, 0, 0xfffff, 0xf2, 0xc
    SEGMENT 0x48, 0, 0xfffff, 0x96, 0xc
    SEGMENT 0x50, 0, 0xfffff, 0x12, 0xc
    mov eax, 0x40
    TRY "DPL 3 in ring 0", mov ss, ax
    mov eax, 0x43
    TRY "RPL 3 in ring 0", mov ss, ax
    mov eax, CODE0
    TRY "code", mov ss, ax
    mov eax, 0x90
    TRY "beyond the table", mov ss, ax
    mov eax, 0x44
    TRY "a hole of the local table", mov ss, ax
    mov eax, 0x50
    TRY "absent", mov ss, ax
    mov eax, DATA0
    TRY3 "DPL 0 in ring 3", mov ss, ax
    mov eax, 0x40
    TRY3 "RPL 0 in ring 3", mov ss, ax
    mov eax, 0x43
    TRY3 "right in ring 3", mov ss, ax
    xor eax, eax
    TRY3 "null in ring 3", mov ss, ax
    TRY "LSS of a null pointer", lss esp, [null_pointer]
    SHOW "esp", esp
    TRY "MOV CS is no instruction", db 0x8e, 0xc8
    TRY "nor is MOV to segment 6", db 0x8e, 0xf0
    TRY "nor is MOV from segment 7", db 0x8c, 0xf8
    ret
null_pointer: dd 0x1234
    dw 0
