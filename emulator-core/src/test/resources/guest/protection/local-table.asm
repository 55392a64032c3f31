; LLDT and selectors of the local table.
%include "harness.inc"
main:
    mov dword [ldt + 8], 0x0000ffff
    mov dword [ldt + 12], 0x00cf9204
    SEGMENT 0x40, 0, 0xf, 0x02, 0
    SEGMENT 0x48, 0x11000, 0xf, 0x82, 0
    mov eax, 0x0c
    TRY "without a table", mov es, ax
    mov eax, 0x3c
    TRY "LLDT of a local selector", lldt ax
    mov eax, 0x98
    TRY "LLDT beyond the table", lldt ax
    mov eax, 0x40
    TRY "LLDT absent", lldt ax
    mov eax, TASK
    TRY "LLDT of a task", lldt ax
    mov eax, DATA0
    TRY "LLDT of data", lldt ax
    mov eax, LOCAL
    TRY "LLDT", lldt ax
    sldt eax
    SHOW "sldt", eax
    mov eax, 0x0c
    TRY " local selector", mov es, ax
    mov eax, 0x44
    TRY "beyond the local table", mov es, ax
    mov eax, 0x04
    TRY "index 0 of the local table is no null", mov es, ax
    xor eax, eax
    TRY "LLDT null", lldt ax
    mov eax, 0x0c
    TRY "without a table again", mov es, ax
    TRY3 "LLDT in ring 3", lldt ax
    TRY3 "SLDT in ring 3", sldt ax
    ret
