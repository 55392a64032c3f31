; Far jumps to code segments: type, privilege, presence, limit.
%include "harness.inc"
main:
    SEGMENT 0x40, 0, 0xfffff, 0x1a, 0xc
    SEGMENT 0x48, 0, 0xff, 0x9a, 0x4
    SEGMENT 0x50, 0, 0xfffff, 0xfa, 0xc
    SEGMENT 0x58, 0, 0xfffff, 0xfe, 0xc
    SEGMENT 0x60, 0, 0xff, 0x1a, 0x4
    TRY "absent", jmp 0x40:landed
    TRY "beyond the limit", jmp 0x48:landed
    TRY "absent and beyond the limit", jmp 0x60:landed
    TRY "ring 3 code from ring 0", jmp 0x50:landed
    TRY "with RPL 3", jmp 0x53:landed
    TRY "less privileged conforming code", jmp 0x58:landed
    TRY "RPL 3 for code 0", jmp (CODE0 | 3):landed
    TRY "data", jmp DATA0:landed
    TRY "a local table", jmp LOCAL:landed
    TRY "the running task", jmp TASK:landed
    TRY "null", jmp 0:landed
    TRY "null with RPL", jmp 3:landed
    TRY "beyond the table", jmp 0x90:landed
    TRY "beyond the local table", jmp 0x0f:landed
    TRY3 "ring 0 code from ring 3", jmp CODE0:landed
    TRY3 "with RPL 3", jmp (CODE0 | 3):landed
    TRY3 "ring 3 code with RPL 0", jmp 0x18:landed3
    TRY "through memory", jmp far [pointer]
    ret
landed3:
    xor eax, eax
    mov ax, cs
    int BACK
pointer:
    dd landed
    dw CODE0
