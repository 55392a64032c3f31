; ARPL raises the RPL and says so in ZF.
%include "harness.inc"
%macro ADJUST 2
    mov eax, %1
    mov ebx, %2
    arpl ax, bx
    setz cl
    movzx ecx, cl
    SHOW "z", ecx
    SHOW "selector", eax
    PRINT {10}
%endmacro
main:
    ADJUST 0xffff0010, 3
    ADJUST 0x12, 1
    ADJUST 0x11, 1
    ADJUST 0x10, 0x100
    TRY "read-only memory, nothing to raise", call readonly
    TRY3 "in ring 3", arpl ax, bx
    V86 "in V86", arpl ax, bx
    ret
readonly:
    SEGMENT 0x40, 0, 0xfffff, 0x90, 0xc
    mov eax, 0x40
    mov es, ax
    mov ebx, 0
    arpl [es:word3], bx
    ret
word3: dw 3
