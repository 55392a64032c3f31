; Rights are the AND of directory and table.
%include "harness.inc"
%include "paging.inc"
%macro RIGHTS 3
    mov dword [directory + 4], table1 | (%2)
    mov dword [table1], frame_a | (%3)
    mov eax, cr3
    mov cr3, eax
    PRINT {%1, 10}
    TRY3 "  user read", mov eax, [0x400000]
    TRY3 "  user write", mov [0x400000], eax
    TRY "  supervisor write", mov [0x400000], eax
%endmacro
main:
    call enable_paging
    mov eax, cr0
    or eax, 0x10000
    mov cr0, eax
    RIGHTS "UW UW", P | U | W, P | U | W
    RIGHTS "U  UW", P | U, P | U | W
    RIGHTS "W  UW", P | W, P | U | W
    RIGHTS "UW U", P | U | W, P | U
    RIGHTS "UW W", P | U | W, P | W
    RIGHTS "UW -", P | U | W, P
    RIGHTS "absent", U | W, P | U | W
    ret
