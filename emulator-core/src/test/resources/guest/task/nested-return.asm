; IRET with NT set goes to the task of the back link, which must be busy.
%include "harness.inc"
%include "task.inc"
%macro LINK 2
    mov word [tss], %2
    pushfd
    or dword [esp], 0x4000
    popfd
    TRY %1, iretd
%endmacro
main:
    TASK32 landed, 2
    LINK "null", 0
    LINK "local", 0x2c
    LINK "beyond", 0x90
    LINK "available", TASK2
    LINK "data", DATA0
    SEGMENT 0x40, 0x1b000, 0x67, 0x0b, 0
    LINK "absent", 0x40
    SEGMENT 0x40, 0x1b000, 0x66, 0x8b, 0
    LINK "too small", 0x40
    pushfd
    and dword [esp], ~0x4000
    popfd
    ret
