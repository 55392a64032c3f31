; CLTS clears TS and nothing else.
%include "harness.inc"
main:
    mov eax, cr0
    or eax, 0xe
    mov cr0, eax
    mov ebx, cr0
    clts
    mov eax, cr0
    xor eax, ebx
    SHOW "changed", eax
    ret
