; CMPXCHG8B, XADD and BOUND across the limit fault before they change anything.
%include "harness.inc"
main:
    SEGMENT 0x40, 0x3f000, 6, 0x92, 0x4
    mov eax, 0x40
    mov es, ax
    mov dword [0x3f000], 0x11111111
    mov dword [0x3f004], 0x22222222
    mov eax, 0x11111111
    mov edx, 0x22222222
    mov ecx, 0x33333333
    mov ebx, 0x44444444
    TRY "CMPXCHG8B", cmpxchg8b [es:0]
    SHOW "memory", [0x3f000]
    TRY "XADD", xadd [es:4], ecx
    SHOW "ecx", ecx
    TRY "BOUND", bound eax, [es:0]
    TRY "BTS far away", bts dword [es:0], ecx
    TRY "XCHG", xchg [es:4], eax
    SHOW "eax", eax
    TRY "SHLD", shld [es:4], eax, 3
    TRY "SETcc", setc [es:7]
    TRY "NOT", not dword [es:4]
    ret
