; Accessed and dirty bits, and that a fault sets neither in the page's entry.
%include "harness.inc"
%include "paging.inc"
main:
    call enable_paging
    mov dword [directory + 4], table1 | P | W | U
    mov eax, cr3
    mov cr3, eax
    MAP 0, frame_a | P | W | U
    MAP 1, frame_a | P
    mov eax, [0x400000]
    ENTRY "after a read", [table1]
    ENTRY "directory", [directory + 4]
    PRINT {10}
    mov [0x400000], eax
    ENTRY "after a write", [table1]
    ENTRY "directory", [directory + 4]
    PRINT {10}
    TRY3 "user read of a supervisor page", mov eax, [0x401000]
    ENTRY "after the fault", [table1 + 4]
    PRINT {10}
    MAP 2, frame_a | P | W
    add dword [0x402000], 1
    ENTRY "after ADD", [table1 + 8]
    MAP 2, frame_a | P | W
    cmp dword [0x402000], 1
    ENTRY "after CMP", [table1 + 8]
    PRINT {10}
    ; clearing them without a flush: the TLB may still hold the page, after INVLPG it may not
    mov dword [table1], frame_a | P | W | U
    invlpg [0x400000]
    mov [0x400000], eax
    ENTRY "again", [table1]
    ret
