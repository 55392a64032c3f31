; Far jumps, calls and returns in IA-32e mode, directly and through 64-bit call gates.
%include "harness64.inc"
%macro TO 3
    mov dword [target32], %2
    mov word [target32 + 4], %3
    TRY %1, jmp far dword [target32]
%endmacro
%macro GATED 2
    mov word [target32 + 4], %2
    TRY %1, jmp far dword [target32]
%endmacro
%macro CALLED 2
    mov word [target32 + 4], %2
    TRY %1, call far dword [target32]
%endmacro
%macro CALLED3 2
    mov word [target32 + 4], %2
    TRY3 %1, call far dword [target32]
%endmacro
%macro RETURNED 0
    push qword CODE0
    mov rax, landed
    push rax
    o64 retf
%endmacro
%macro RETURNED_HIGH 0
    push qword CODE0
    mov rax, 0x800000000000
    push rax
    o64 retf
%endmacro
%macro RETURNED_NULL 0
    push qword 3
    push qword STACK3
    push qword CODE3
    mov rax, away
    push rax
    o64 retf
%endmacro
%macro RETURNED_OUT 0
    push qword DATA3
    push qword STACK3
    push qword CODE3
    mov rax, away
    push rax
    o64 retf
%endmacro
%macro RETURNED_COMPAT 0
    push qword CODE0_32
    push qword away32
    o64 retf
%endmacro
%macro RETURNED_DWORDS 0
    sub rsp, 8
    mov dword [rsp + 4], CODE0
    mov dword [rsp], landed
    retf
%endmacro
main:
    TO "64-bit code", landed, CODE0
    TO "compatibility mode", away32, CODE0_32
    TO "null", landed, 0
    TO "data", landed, DATA0
    TO "code of ring 3", landed, CODE3
    SEGMENT 0x58, 0, 0xfffff, 0x9a, 0xe
    TO "code with L and D", landed, 0x58
    SEGMENT 0x58, 0, 0xfffff, 0x1a, 0xa
    TO "absent code", landed, 0x58
    SEGMENT 0x58, 0, 0xff, 0x9a, 0x4
    TO "beyond the limit", landed, 0x58
    TO "task", landed, TASK
    TO "local table", landed, LOCAL
    SEGMENT 0x58, 0x00280000, TASK, 0x85, 0
    TO "task gate", landed, 0x58
    mov rax, landed
    mov [target64], rax
    mov word [target64 + 8], CODE0
    TRY "64-bit operand", jmp far qword [target64]
    mov rax, 0x800000000000
    mov [target64], rax
    TRY "not canonical", jmp far qword [target64]
    mov rax, 0x100000000 + away32
    mov [target64], rax
    mov word [target64 + 8], CODE0_32
    TRY "compatibility mode above 4 GiB", jmp far qword [target64]
    ; calls and returns
    mov dword [target32], comes_back
    CALLED "call", CODE0
    mov rax, comes_back64
    mov [target64], rax
    mov word [target64 + 8], CODE0
    TRY "call, 64-bit operand", call far qword [target64]
    SHOW " pushed", rbx
    SHOW "cs", rcx
    PRINT {10}
    TRY "retf", RETURNED
    TRY "retf, dwords", RETURNED_DWORDS
    TRY "retf not canonical", RETURNED_HIGH
    TRY "retf to ring 3", RETURNED_OUT
    SHOW " rsp", [last_rsp]
    SHOW "ss", [last_ss]
    PRINT {10}
    TRY "retf to ring 3, null SS", RETURNED_NULL
    TRY "retf to compatibility mode", RETURNED_COMPAT
    ; gates
    mov dword [target32], 0
    GATE 0x60, 0x8c, CODE0, landed
    GATED "gate", 0x60
    CALLED "gate, call", 0x60
    CALLED3 "gate of ring 0 in ring 3", 0x63
    GATE 0x60, 0xec, CODE0, through
    CALLED3 "gate from ring 3", 0x63
    SHOW " rip", rbx
    SHOW "cs", rcx
    SHOW "rsp", rdx
    SHOW "ss", rsi
    SHOW "inside", rdi
    SHOW "ss", rbp
    PRINT {10}
    mov word [target32 + 4], 0x63
    COMPAT3 "gate from compatibility mode", {call far [target32]}
    SHOW " cs", rcx
    SHOW "rsp", rdx
    SHOW "ss", rsi
    PRINT {10}
    GATE 0x60, 0xec, CODE0, landed
    mov word [target32 + 4], 0x60
    COMPAT "gate from compatibility mode, ring 0", {jmp far [target32]}
    GATE 0x60, 0xec, CODE0_32, away32
    GATED "gate to 32-bit code", 0x60
    GATE 0x60, 0xec, 0, landed
    GATED "gate to null", 0x60
    GATE 0x60, 0x6c, CODE0, landed
    GATED "absent gate", 0x60
    GATE 0x60, 0xe4, CODE0, landed
    GATED "16-bit gate", 0x60
    GATE 0x60, 0xec, CODE0, landed
    mov dword [gdt + 0x68], 0x8000
    GATED "gate, not canonical", 0x60
    mov dword [gdt + 0x68], 0
    mov dword [gdt + 0x6c], 0x100
    GATED "gate, upper type not zero", 0x60
    mov dword [gdt + 0x98], CODE0 << 16
    mov dword [gdt + 0x9c], 0x8c00
    GATED "gate that runs beyond the GDT", 0x98
    mov dword [gdt + 0x6c], 0
    mov rax, 0x800000000000
    mov [tss + 4], rax
    mov byte [idt + 12 * 16 + 4], 1
    mov byte [idt + BACK * 16 + 4], 1
    CALLED3 "gate, stack not canonical", 0x63
    ret

comes_back:
    retf
comes_back64:
    mov rbx, [rsp]
    sub rbx, [tried_at]
    mov rcx, [rsp + 8]
    o64 retf
through:
    mov rbx, [rsp]
    sub rbx, [tried_at]
    mov rcx, [rsp + 8]
    mov rdx, [rsp + 16]
    mov rsi, [rsp + 24]
    mov rdi, rsp
    mov rbp, ss
    o64 retf
away:
    int BACK
    bits 32
away32:
    int BACK
    bits 64
    align 8
target32: dd 0
    dw 0
    align 8
target64: dq 0
    dw 0
