; What RETF checks of the return address and of the outer stack.
%include "harness.inc"
%macro RETURN 3
    mov dword [frame], user
    mov dword [frame + 4], %2
    mov dword [frame + 8], STACK3
    mov dword [frame + 12], %3
    TRY %1, jmp return
%endmacro
main:
    SEGMENT 0x40, 0, 0xfffff, 0x7a, 0xc
    SEGMENT 0x48, 0, 0xff, 0xfa, 0x4
    SEGMENT 0x50, 0, 0xfffff, 0x72, 0xc
    SEGMENT 0x58, 0, 0xfffff, 0xf0, 0xc
    SEGMENT 0x60, 0, 0xfffff, 0xde, 0xc
    RETURN "null", 0, DATA3
    RETURN "null, RPL 3", 3, DATA3
    RETURN "beyond the table", 0x93, DATA3
    RETURN "data", DATA0, DATA3
    RETURN "RPL above DPL", CODE0 | 3, DATA3
    RETURN "RPL below DPL", 0x18, DATA3
    RETURN "conforming, DPL above RPL", 0x61, DATA3
    RETURN "absent", 0x43, DATA3
    RETURN "null stack", CODE3, 0
    RETURN "stack beyond the table", CODE3, 0x93
    RETURN "stack with RPL 0", CODE3, 0x20
    RETURN "stack of ring 0", CODE3, DATA0 | 3
    RETURN "read-only stack", CODE3, 0x5b
    RETURN "absent stack", CODE3, 0x53
    RETURN "code beyond its limit", 0x4b, DATA3
    RETURN "absent code and bad stack", 0x43, 0
    RETURN "right", CODE3, DATA3
    ret
user:
    int BACK
frame equ 0x3f000
return:
    mov esp, frame
    mov dword [tried_at], .at
.at:
    retf
