; An access across two pages is checked on both before it happens; CR2 names the page that is missing.
%include "harness.inc"
%include "paging.inc"
main:
    call enable_paging
    MAP 0, frame_a | P | W | U
    MAP 2, frame_b | P | W | U
    mov dword [frame_a + 0xffc], 0x11111111
    mov eax, 0x22222222
    TRY "write into a missing page", mov [0x400ffe], eax
    CR2
    SHOW "memory", [frame_a + 0xffc]
    PRINT {10}
    TRY "write from a missing page", mov [0x401ffe], eax
    CR2
    TRY "read", mov eax, [0x400ffd]
    CR2
    MAP 1, frame_c | P | W | U
    TRY "both there", mov [0x400ffe], eax
    SHOW "low", [frame_a + 0xffc]
    SHOW "high", [frame_c]
    PRINT {10}
    MAP 1, frame_c | P
    mov dword [frame_a + 0xffc], 0x11111111
    TRY3 "second page for the supervisor", mov [0x400ffe], eax
    CR2
    SHOW "memory", [frame_a + 0xffc]
    ret
