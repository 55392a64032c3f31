; What an interrupt in IA-32e mode leaves on the stack: SS and RSP always, aligned to 16; SS null on another stack.
%include "harness64.inc"
%macro FRAME 0
    SHOW "cs", [last_cs]
    SHOW "ss", [last_ss]
    SHOW "rsp", [last_rsp]
    SHOW "frame", [handler_rsp]
    SHOW "ss inside", [handler_ss]
    PRINT {10}
%endmacro
main:
    sub rsp, 8
    TRY "int3", int3
    FRAME
    sub rsp, 8
    TRY "unaligned stack", ud2
    FRAME
    sub rsp, 3
    TRY "odd stack, error code", mov ds, [number]
    FRAME
    add rsp, 11
    TRY3 "from ring 3", ud2
    FRAME
    TRY3 "from ring 3, error code", hlt
    FRAME
    COMPAT "from compatibility mode", ud2
    FRAME
    COMPAT3 "from compatibility mode, ring 3", ud2
    FRAME
    mov byte [idt + 6 * 16 + 4], 1
    TRY "IST1", ud2
    FRAME
    mov byte [idt + 6 * 16 + 4], 3
    TRY3 "IST3 from ring 3", ud2
    FRAME
    mov qword [tss + 0x34], STACK_IST + 0x807
    COMPAT "IST3, unaligned", ud2
    FRAME
    mov byte [idt + 6 * 16 + 4], 0
    mov qword [tss + 4], STACK_TSS + 0xc
    TRY3 "RSP0 unaligned", ud2
    FRAME
    ; conforming code as a handler stays at level 3
    SEGMENT 0x58, 0, 0xfffff, 0x9e, 0xa
    VECTOR 0x40, 0xef, 0x58, at_level, 0
    mov qword [resume], back
    mov [saved_rsp], rsp
    mov qword [other_rip], .ring3
    mov qword [other_cs], CODE3
    jmp enter_other
.ring3:
    int 0x40
at_level:
    mov rbx, cs
    mov rbp, rsp
    mov rdx, [rsp + 32]
    int BACK
back:
    SHOW "conforming cs", rbx
    SHOW "rsp", rbp
    SHOW "saved ss", rdx
    PRINT {10}
    add rsp, 8
    ret
number: dw 0x78
