; Stores of selectors: a word in memory, the operand size in registers.
%include "harness.inc"
%macro BOTH 1
    mov ebx, 0x11111111
    %1 ebx
    SHOW "dword", ebx
    mov ebx, 0x11111111
    %1 bx
    SHOW "word", ebx
    mov dword [cell], 0x11111111
    %1 word [cell]
    SHOW "memory", [cell]
    PRINT {10}
%endmacro
%macro MOVDS 1
    mov %1, ds
%endmacro
main:
    BOTH str
    BOTH sldt
    BOTH MOVDS
    ret
cell: dd 0
