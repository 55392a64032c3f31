; RF is set in the image that faults push, and clear in that of traps and software interrupts.
%include "harness.inc"
%macro FLAGS 0
    mov eax, [last_flags]
    and eax, 0x10000
    SHOW "rf", eax
    PRINT {10}
%endmacro
main:
    TRY "UD2", ud2
    FLAGS
    TRY "INT3", int3
    FLAGS
    mov eax, 0x90
    TRY "GP", mov ds, ax
    FLAGS
    TRY "INT1", db 0xf1
    FLAGS
    TRY "INT 20h", int 0x20
    FLAGS
    ret
