; What is wrong with an IDT entry or its target.
%include "harness.inc"
main:
    SEGMENT 0x40, 0, 0xfffff, 0x1a, 0xc
    SEGMENT 0x48, 0, 0xff, 0x9a, 0x4
    VECTOR 0x20, 0x0e, CODE0, landed
    TRY "absent", int 0x20
    VECTOR 0x20, 0x8c, CODE0, landed
    TRY "a call gate", int 0x20
    VECTOR 0x20, 0x9a, CODE0, landed
    TRY "a code segment", int 0x20
    VECTOR 0x20, 0x8e, 0, landed
    TRY "to null", int 0x20
    VECTOR 0x20, 0x8e, 0x93, landed
    TRY "beyond the table", int 0x20
    VECTOR 0x20, 0x8e, DATA0, landed
    TRY "to data", int 0x20
    VECTOR 0x20, 0x8e, CODE3, landed
    TRY "outwards", int 0x20
    VECTOR 0x20, 0x8e, 0x40, landed
    TRY "to absent code", int 0x20
    VECTOR 0x20, 0x8e, 0x48, landed
    TRY "beyond the target's limit", int 0x20
    VECTOR 0x20, 0x8e, CODE0 | 3, landed
    TRY "RPL does not count", int 0x20
    VECTOR 0x20, 0x85, 0x94, landed
    TRY "task gate to a local selector", int 0x20
    VECTOR 0x20, 0x85, TASK, landed
    TRY "task gate to the running task", int 0x20
    TRY "beyond the IDT", int 0x31
    mov word [idt_pointer], 0x1ff
    lidt [idt_pointer]
    TRY "beyond a shorter IDT", int 0x40
    ret
