; A contributory fault in the delivery of a contributory fault is a double fault; other pairs are served one after another.
%include "harness.inc"
%macro BREAK 1
    mov byte [idt + %1 * 8 + 5], 0x0e
%endmacro
%macro MEND 1
    mov byte [idt + %1 * 8 + 5], 0x8e
%endmacro
main:
    xor ecx, ecx
    BREAK 0
    TRY "DE, then NP", div ecx
    MEND 0
    BREAK 13
    mov eax, 0x90
    TRY "GP, then NP", mov ds, ax
    MEND 13
    BREAK 6
    TRY "UD, then NP", ud2
    BREAK 11
    TRY "UD, then NP, then NP", ud2
    MEND 11
    MEND 6
    BREAK 11
    SEGMENT 0x40, 0, 0xfffff, 0x12, 0xc
    mov eax, 0x40
    TRY "NP, then NP", mov ds, ax
    MEND 11
    BREAK 3
    TRY "BP, then NP", int3
    SHOW "error", [last_error]
    ret
