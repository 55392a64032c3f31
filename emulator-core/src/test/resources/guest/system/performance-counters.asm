; RDPMC: ring 0, or ring 3 with CR4.PCE; two counters.
%include "harness.inc"
main:
    xor ecx, ecx
    TRY "ring 0", rdpmc
    TRY3 "ring 3", rdpmc
    mov eax, cr4
    or eax, 0x100
    mov cr4, eax
    TRY3 "ring 3 with PCE", rdpmc
    mov ecx, 7
    TRY "no such counter", rdpmc
    ret
