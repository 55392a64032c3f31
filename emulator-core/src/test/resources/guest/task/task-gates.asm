; Task gates: their own privilege counts, that of the TSS does not.
%include "harness.inc"
%include "task.inc"
main:
    TASK32 other, 2
    GATE 0x40, 0x85, TASK2, 0, 0
    TRY3 "DPL 0 from ring 3", call 0x43:0
    GATE 0x40, 0xe5, TASK2 | 3, 0, 0
    TRY3 "DPL 3", call 0x43:0
    GATE 0x40, 0x65, TASK2, 0, 0
    TRY3 "absent", call 0x43:0
    GATE 0x40, 0xe5, 0, 0, 0
    TRY "to null", call 0x40:0
    GATE 0x40, 0xe5, 0x90, 0, 0
    TRY "beyond the table", call 0x40:0
    GATE 0x40, 0xe5, TASK2 | 4, 0, 0
    TRY "local", call 0x40:0
    GATE 0x40, 0xe5, DATA0, 0, 0
    TRY "to data", call 0x40:0
    GATE 0x40, 0xe5, TASK, 0, 0
    TRY "to the running task", call 0x40:0
    ret
other:
    PRINT "in the task, "
    iretd
    jmp other
