; CPUID: the features that the programs here rely on, and that leaves beyond the last answer as the last.
%include "harness.inc"
main:
    pushfd
    pop eax
    mov ecx, eax
    xor eax, 0x200000
    push eax
    popfd
    pushfd
    pop eax
    xor eax, ecx
    and eax, 0x200000
    SHOW "id flag", eax
    xor eax, eax
    cpuid
    SHOW "ebx", ebx
    SHOW "edx", edx
    SHOW "ecx", ecx
    mov eax, 1
    cpuid
    and edx, 0x0183fbff & ~0x200
    SHOW "features", edx
    SHOW "family", 6
    PRINT {10}
    TRY3 "in ring 3", cpuid
    ret
