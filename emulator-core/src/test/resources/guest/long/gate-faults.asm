; The checks on the way through a gate of IA-32e mode.
%include "harness64.inc"
NUMBER  equ 0x40
main:
    VECTOR NUMBER, 0x8e, CODE0, landed, 0
    TRY "interrupt gate", int NUMBER
    VECTOR NUMBER, 0x8f, CODE0, landed, 0
    TRY "trap gate", int NUMBER
    VECTOR NUMBER, 0x86, CODE0, landed, 0
    TRY "16-bit gate", int NUMBER
    VECTOR NUMBER, 0x85, TASK, landed, 0
    TRY "task gate", int NUMBER
    VECTOR NUMBER, 0x8c, CODE0, landed, 0
    TRY "call gate", int NUMBER
    VECTOR NUMBER, 0x9e, CODE0, landed, 0
    TRY "segment in the IDT", int NUMBER
    VECTOR NUMBER, 0x0e, CODE0, landed, 0
    TRY "absent gate", int NUMBER
    VECTOR NUMBER, 0x8e, CODE0, landed, 0
    TRY3 "gate of level 0", int NUMBER
    COMPAT3 "gate of level 0, compatibility mode", int NUMBER
    VECTOR NUMBER, 0xee, CODE0, landed, 0
    TRY3 "gate of level 3", int NUMBER
    VECTOR NUMBER, 0xee, 0, landed, 0
    TRY "null code", int NUMBER
    VECTOR NUMBER, 0xee, GDT_END, landed, 0
    TRY "code beyond the GDT", int NUMBER
    VECTOR NUMBER, 0xee, CODE0_32, landed, 0
    TRY "32-bit code", int NUMBER
    SEGMENT 0x58, 0, 0xfffff, 0x9a, 0xe
    VECTOR NUMBER, 0xee, 0x58, landed, 0
    TRY "code with L and D", int NUMBER
    VECTOR NUMBER, 0xee, DATA0, landed, 0
    TRY "data", int NUMBER
    VECTOR NUMBER, 0xee, CODE3, landed, 0
    TRY "outer code", int NUMBER
    SEGMENT 0x58, 0, 0xfffff, 0x1a, 0xa
    VECTOR NUMBER, 0xee, 0x58, landed, 0
    TRY "absent code", int NUMBER
    VECTOR NUMBER, 0xee, CODE0, landed, 0
    mov dword [idt + NUMBER * 16 + 8], 0x8000
    TRY "offset not canonical", int NUMBER
    mov dword [idt + NUMBER * 16 + 8], 0
    mov rax, 0x800000000000
    mov [tss + 4], rax
    TRY "RSP0 not canonical, same level", int NUMBER
    ; #SS comes through vector 12: give it a stack
    mov byte [idt + 12 * 16 + 4], 1
    TRY3 "RSP0 not canonical", int NUMBER
    mov rax, 0x800000000010
    mov [tss + 4], rax
    TRY3 "RSP0 crosses into the gap", int NUMBER
    mov qword [tss + 4], STACK_TSS
    mov word [idt_pointer], NUMBER * 16 + 14
    lidt [idt_pointer]
    TRY "beyond the IDT", int NUMBER
    mov word [idt_pointer], NUMBER * 16 + 15
    lidt [idt_pointer]
    TRY "just within the IDT", int NUMBER
    ; a TSS that ends before RSP1 and IST1
    SEGMENT 0x58, tss, 0x0b, 0x89, 0
    UPPER 0x58, 0, 0
    mov ax, 0x58
    ltr ax
    mov byte [idt + 12 * 16 + 4], 0
    TRY3 "RSP0 within the TSS", int NUMBER
    mov byte [idt + NUMBER * 16 + 4], 1
    TRY "IST1 beyond the TSS", int NUMBER
    ret
