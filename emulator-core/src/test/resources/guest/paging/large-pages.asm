; 4 MiB pages: rights, dirty bit, reserved bits, and that CR4.PSE enables them.
%include "harness.inc"
%include "paging.inc"
main:
    call enable_paging
    mov dword [frame_a], 0xaaaaaaaa
    mov dword [directory + 8], P | W | PS
    TRY "without PSE it is a table", mov eax, [0x800000]
    mov eax, cr4
    or eax, 0x10
    mov cr4, eax
    TRY "with PSE", mov eax, [0x800000 + frame_a]
    SHOW "eax", eax
    ENTRY "entry", [directory + 8]
    PRINT {10}
    mov [0x800000 + frame_b], eax
    ENTRY "written", [directory + 8]
    PRINT {10}
    TRY3 "user", mov eax, [0x800000]
    mov dword [directory + 8], P | U | PS
    mov eax, cr3
    mov cr3, eax
    TRY3 "user read", mov eax, [0x800000]
    TRY3 "user write", mov [0x800000], eax
    mov dword [directory + 8], P | W | PS | 0x200000
    mov eax, cr3
    mov cr3, eax
    TRY "reserved bit 21", mov eax, [0x800000]
    mov dword [directory + 8], W | PS | 0x200000
    TRY "absent: reserved bits do not count", mov eax, [0x800000]
    ret
