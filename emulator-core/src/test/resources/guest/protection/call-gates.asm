; Call gates: the gate's privilege, its presence, its landed.
%include "harness.inc"
main:
    SEGMENT 0x40, 0, 0xfffff, 0x1a, 0xc
    SEGMENT 0x48, 0, 0xff, 0x9a, 0x4
    GATE 0x50, 0x8c, CODE0, landed, 0
    TRY "DPL 0 in ring 0", call 0x50:0
    TRY "RPL 3 is too much", call 0x53:0
    TRY3 "DPL 0 in ring 3", call 0x53:0
    GATE 0x50, 0x6c, CODE0, landed, 0
    TRY3 "absent", call 0x53:0
    GATE 0x50, 0xec, 0, landed, 0
    TRY "to null", call 0x50:0
    GATE 0x50, 0xec, DATA0, landed, 0
    TRY "to data", call 0x50:0
    GATE 0x50, 0xec, 0x90, landed, 0
    TRY "beyond the table", call 0x50:0
    GATE 0x50, 0xec, 0x40, landed, 0
    TRY "to absent code", call 0x50:0
    GATE 0x50, 0xec, 0x48, landed, 0
    TRY "beyond the target's limit", call 0x50:0
    GATE 0x50, 0xec, CODE3, landed, 0
    TRY "outwards", call 0x50:0
    GATE 0x50, 0xec, CODE0 | 3, landed, 0
    TRY "the target's RPL does not count", call 0x50:0
    TRY3 "a jump inwards", jmp 0x53:0
    TRY "a jump at the same level", jmp 0x50:0
    ret
