; Contradictions and reserved bits of CR0 and CR4.
%include "harness.inc"
main:
    mov ebx, cr0
    mov eax, ebx
    and eax, ~1
    or eax, 0x80000000
    TRY "PG without PE", mov cr0, eax
    mov eax, ebx
    or eax, 0x20000000
    and eax, ~0x40000000
    TRY "NW without CD", mov cr0, eax
    mov eax, ebx
    or eax, 0x40000000
    and eax, ~0x20000000
    TRY "CD without NW", mov cr0, eax
    mov eax, ebx
    or eax, 0x1ffaffc0
    TRY "undefined bits", mov cr0, eax
    mov eax, cr0
    and eax, 0x1ffaffd0
    SHOW "ignored", eax
    PRINT {10}
    mov eax, 0x80000000
    TRY "CR4 bit 31", mov cr4, eax
    mov eax, 0x2000
    TRY "CR4 bit 13", mov cr4, eax
    mov eax, 0x1f
    TRY "VME to PSE", mov cr4, eax
    mov eax, cr4
    SHOW "cr4", eax
    PRINT {10}
    mov eax, 0x12345678
    mov cr2, eax
    xor eax, eax
    mov eax, cr2
    SHOW "cr2", eax
    ret
