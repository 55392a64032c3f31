; CR0.WP makes read-only pages read-only for the supervisor too.
%include "harness.inc"
%include "paging.inc"
main:
    call enable_paging
    MAP 0, frame_a | P
    MAP 1, frame_a | P | U
    TRY "without WP", mov [0x400000], eax
    mov eax, cr0
    or eax, 0x10000
    mov cr0, eax
    TRY "supervisor page", mov [0x400000], eax
    TRY "user page", mov [0x401000], eax
    TRY "read", mov eax, [0x401000]
    TRY "read-modify-write", inc dword [0x401000]
    TRY "compare is no write", cmp dword [0x401000], 1
    TRY "CMPXCHG that fails", call exchange
    TRY "string", call string
    SHOW "edi", edi
    SHOW "ecx", ecx
    ret
exchange:
    mov eax, 0x12345
    cmpxchg [0x401000], ecx
    ret
string:
    MAP 2, frame_b | P | W
    MAP 3, frame_b | P
    mov edi, 0x402ff8
    mov ecx, 4
    rep stosd
    ret
