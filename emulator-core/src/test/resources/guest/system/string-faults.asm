; A repeated string instruction that faults has done whole iterations and can be restarted.
%include "harness.inc"
main:
    SEGMENT 0x40, 0x3f000, 0xa, 0x92, 0x4
    mov eax, 0x40
    mov es, ax
    mov eax, 0x33333333
    xor edi, edi
    mov ecx, 5
    TRY "STOSD", rep stosd
    SHOW "edi", edi
    SHOW "ecx", ecx
    PRINT {10}
    mov ax, 0x40
    mov fs, ax
    mov ax, DATA0
    mov es, ax
    xor esi, esi
    mov edi, 0x3e000
    mov ecx, 8
    TRY "MOVSD", fs rep movsd
    SHOW "esi", esi
    SHOW "edi", edi
    SHOW "ecx", ecx
    PRINT {10}
    mov ecx, 0
    mov esi, 0xfffffff0
    TRY "no iteration, no fault", fs rep lodsb
    std
    mov esi, 2
    mov ecx, 8
    TRY "backwards", fs rep lodsb
    SHOW "esi", esi
    SHOW "ecx", ecx
    cld
    ret
