; RDTSC counts up, can be set, and CR4.TSD keeps it for ring 0.
%include "harness.inc"
main:
    rdtsc
    mov ebx, eax
    mov ecx, 100
.next:
    loop .next
    rdtsc
    sub eax, ebx
    cmp eax, 50
    setae al
    movzx eax, al
    SHOW "counts", eax
    mov ecx, 0x10
    xor edx, edx
    mov eax, 0x10000000
    wrmsr
    rdtsc
    and eax, 0xffff0000
    SHOW "set", eax
    SHOW "high", edx
    PRINT {10}
    TRY3 "ring 3", rdtsc
    mov eax, cr4
    or eax, 4
    mov cr4, eax
    TRY3 "ring 3 with TSD", rdtsc
    TRY "ring 0 with TSD", rdtsc
    V86 "V86 with TSD", rdtsc
    ret
