; Debug exceptions in 64-bit mode: breakpoints high up, single steps, and TF across SYSCALL, SYSRET and IRETQ.
%include "harness64.inc"
%macro WHERE 0
    mov rax, dr6
    SHOW " dr6", rax
    SHOW "cs", [last_cs]
    SHOW "rf", [last_flags]
    PRINT {10}
    mov eax, 0xffff0ff0
    mov dr6, rax
%endmacro
%macro STEP 0
    pushfq
    or dword [rsp], 0x100
    popfq
    nop
    nop
%endmacro
%macro STEP_IRET 0
    mov rax, rsp
    push DATA0
    push rax
    push 0x102
    push CODE0
    mov rax, stepped
    push rax
    iretq
%endmacro
main:
    mov qword [pml4 + 0x800], pdpt | 7      ; the same memory at ffff800000000000
    mov rbx, 0xffff800000000000
    TRY "single step", STEP
    WHERE
    TRY "by iretq", STEP_IRET
    WHERE
    ; a breakpoint on data and one on code high up
    lea rax, [rbx + cell]
    mov dr0, rax
    mov eax, 0xf0002                ; quadword, read or written
    mov dr7, rax
    TRY "the lower half", mov rax, [cell]
    TRY "the upper half", mov rax, [rbx + cell]
    WHERE
    mov rax, rbx
    add rax, code
    mov dr1, rax
    mov eax, 8
    mov dr7, rax
    mov rcx, code
    TRY "the lower half", call rcx
    lea rcx, [rbx + code]
    TRY "the upper half", call rcx
    WHERE
    xor eax, eax
    mov dr7, rax
    ; SYSCALL with TF: masked by FMASK the call is one step; not masked, the step ends at its target
    WRITE_MSR STAR, 0x0018000800000000
    WRITE_MSR LSTAR, entry
    WRITE_MSR FMASK, 0x100
    mov qword [other_flags], 0x100
    mov qword [resume], one
    mov [saved_rsp], rsp
    mov qword [other_rip], user
    mov qword [other_cs], CODE3
    mov qword [tried_at], user
    mov r15, 0
    jmp enter_other
user:
    mov ecx, ecx                    ; the trap of IRETQ's TF comes behind this one
    syscall
    nop
    int BACK
one:
    PRINT {10}
    WHERE
    mov qword [resume], two
    mov qword [other_rip], user2
    mov qword [tried_at], user2
    jmp enter_other
user2:
    syscall
    nop
    int BACK
two:
    PRINT {10}
    WHERE
    WRITE_MSR FMASK, 0
    mov qword [resume], three
    mov qword [tried_at], entry
    jmp enter_other
three:
    PRINT {10}
    WHERE
    ; INT n is not stepped
    mov qword [other_flags], 0x100
    TRY3 "int", int BACK
    ret
stepped:
    nop
    nop
    PRINT "not stepped"
    mov rsp, [saved_rsp]
    jmp [resume]
entry:
    inc r15
    o64 sysret
code:
    ret
    align 8
cell:   dq 0
