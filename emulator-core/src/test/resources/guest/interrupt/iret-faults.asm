; What IRET checks of its frame.
%include "harness.inc"
frame equ 0x3f000
%macro RETURN 3
    mov dword [frame], %2
    mov dword [frame + 4], %3
    mov dword [frame + 8], 2
    mov dword [frame + 12], STACK3
    mov dword [frame + 16], DATA3
    TRY %1, jmp return
%endmacro
main:
    SEGMENT 0x40, 0, 0xfffff, 0x7a, 0xc
    SEGMENT 0x48, 0, 0xff, 0xfa, 0x4
    RETURN "null", user, 0
    RETURN "data", user, DATA0
    RETURN "beyond the table", user, 0x93
    RETURN "RPL above DPL", user, CODE0 | 3
    RETURN "absent", user, 0x43
    RETURN "beyond the limit", user, 0x4b
    RETURN "right", user, CODE3
    mov dword [frame + 16], DATA0
    TRY "stack of ring 0", jmp return2
    TRY3 "inwards", call inwards
    pushfd
    or dword [esp], 0x4000
    mov word [tss], TASK2
    popfd
    TRY "nested, link not busy", iretd
    push dword 2
    popfd
    ret
user:
    int BACK
return2:
    mov dword [frame + 4], CODE3
return:
    mov esp, frame
    mov dword [tried_at], .at
.at:
    iretd
inwards:
    push dword 2
    push dword CODE0
    push dword user
    iretd
