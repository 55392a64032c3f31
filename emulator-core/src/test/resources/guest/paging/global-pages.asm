; INVLPG drops a page; MOV to CR3 drops all but global ones; CR4.PGE drops those too.
%include "harness.inc"
%include "paging.inc"
%macro LOOK 1
    mov eax, [0x400000]
    SHOW "global", eax
    mov eax, [0x401000]
    SHOW "other", eax
    PRINT {" ", %1, 10}
%endmacro
main:
    mov dword [frame_a], 0xaaaaaaaa
    mov dword [frame_b], 0xbbbbbbbb
    call enable_paging
    mov eax, cr4
    or eax, 0x80
    mov cr4, eax
    MAP 0, frame_a | P | W | G
    MAP 1, frame_a | P | W
    LOOK "at first"
    mov dword [table1], frame_b | P | W | G
    mov dword [table1 + 4], frame_b | P | W
    mov eax, cr3
    mov cr3, eax
    LOOK "after CR3"
    invlpg [0x400fff]
    LOOK "after INVLPG"
    mov dword [table1], frame_a | P | W | G
    mov eax, cr4
    and eax, ~0x80
    mov cr4, eax
    LOOK "after CR4"
    ret
