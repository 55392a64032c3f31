; What is checked before a task switch commits.
%include "harness.inc"
%include "task.inc"
main:
    TASK32 landed, 2
    SEGMENT 0x40, 0x1b000, 0x66, 0x89, 0
    TRY "too small", jmp 0x40:0
    SEGMENT 0x40, 0x1b000, 0x2a, 0x81, 0
    TRY "16-bit, too small", jmp 0x40:0
    SEGMENT 0x40, 0x1b000, 0x67, 0x09, 0
    TRY "absent", jmp 0x40:0
    SEGMENT 0x40, 0x1b000, 0x67, 0x8b, 0
    TRY "busy", call 0x40:0
    TRY "running", jmp TASK:0
    TRY3 "DPL 0 from ring 3", jmp (TASK2 | 3):0
    SEGMENT 0x40, 0x1b000, 0x67, 0xe9, 0
    TRY "RPL 3 for DPL 3", jmp 0x43:0
    ret
