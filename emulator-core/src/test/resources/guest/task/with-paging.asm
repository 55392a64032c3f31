; CR3 and the local table come from the TSS.
%include "harness.inc"
%include "task.inc"
%include "paging.inc"
main:
    call enable_paging
    TASK32 other, 2
    ; a second directory that maps the second 4 MiB to another frame
    mov dword [frame_a], 0xaaaaaaaa
    mov dword [frame_b], 0xbbbbbbbb
    MAP 0, frame_a | P | W
    mov dword [0x104000], table0 | P | W | U
    mov dword [0x104004], 0x105000 | P | W | U
    mov dword [0x105000], frame_b | P | W
    mov dword [tss2 + 0x1c], 0x104000
    mov word [tss2 + 0x60], LOCAL
    mov dword [tss + 0x1c], directory
    call TASK2:0
    mov eax, [0x400000]
    SHOW "back", eax
    sldt eax
    SHOW "ldt", eax
    mov eax, cr3
    SHOW "cr3", eax
    ret
other:
    mov eax, [0x400000]
    SHOW "memory", eax
    sldt eax
    SHOW "ldt", eax
    mov eax, cr3
    SHOW "cr3", eax
    PRINT {10}
    iretd
