; RDMSR and WRMSR: known registers keep values, unknown ones are #GP(0).
%include "harness.inc"
%macro KEEP 3
    mov ecx, %1
    mov eax, %2
    mov edx, %3
    wrmsr
    xor eax, eax
    xor edx, edx
    rdmsr
    SHOW "eax", eax
    SHOW "edx", edx
    PRINT {10}
%endmacro
main:
    KEEP 0x174, 0x1234, 0
    KEEP 0x175, 0x12345678, 0
    KEEP 0x176, 0x87654321, 0
    KEEP 0x200, 0x80000006, 0
    KEEP 0x201, 0xf0000800, 0xf
    KEEP 0x250, 0x06060606, 0x01040506
    KEEP 0x277, 0x00070406, 0x00070406
    mov ecx, 0x12345678
    TRY "unknown, read", rdmsr
    TRY "unknown, write", wrmsr
    mov ecx, 0x277
    mov eax, 0x02
    TRY "PAT: no such type", wrmsr
    mov ecx, 0x250
    mov eax, 0x03
    TRY "MTRR: no such type", wrmsr
    mov ecx, 0xfe
    rdmsr
    SHOW "MTRRcap", eax
    PRINT {10}
    TRY "MTRRcap is read-only", wrmsr
    ret
