; Faults in the delivery of an exception set EXT in their error code; those of INT n do not.
%include "harness.inc"
main:
    mov byte [idt + 6 * 8 + 5], 0x0e
    TRY "INT 6, absent", int 6
    TRY "UD2, absent", ud2
    mov byte [idt + 6 * 8 + 5], 0x8e
    mov word [idt + 6 * 8 + 2], 0x90
    TRY "INT 6, beyond the table", int 6
    TRY "UD2, beyond the table", ud2
    mov word [idt + 6 * 8 + 2], 0
    TRY "INT 6, null", int 6
    TRY "UD2, null", ud2
    mov byte [idt + 1 * 8 + 5], 0x0e
    TRY "INT1, absent", db 0xf1
    mov byte [idt + 3 * 8 + 5], 0x0e
    TRY "INT3, absent", int3
    ret
