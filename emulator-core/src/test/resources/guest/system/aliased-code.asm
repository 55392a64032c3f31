; Code changed through another linear address of the same frame.
%include "harness.inc"
%include "paging.inc"
main:
    call enable_paging
    MAP 0, frame_a | P | W
    MAP 1, frame_a | P | W
    mov dword [0x400000], 0x000001b8
    mov word [0x400004], 0xc300
    mov ebx, 0x400000
    call ebx
    SHOW "first", eax
    mov byte [0x401001], 2
    call ebx
    SHOW "second", eax
    mov dword [frame_b], 0x000003b8
    mov word [frame_b + 4], 0xc300
    MAP 0, frame_b | P | W
    call ebx
    SHOW "remapped", eax
    ret
