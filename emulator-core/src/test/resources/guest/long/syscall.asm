; SYSCALL, SYSRET, SYSENTER and SYSEXIT.
%include "harness64.inc"
%macro STEPS_1 0
    syscall
    mov rbx, cs
    mov rbp, ss
    pushfq
    pop rdx
%endmacro
SYSENTER_CS equ 0x174
SYSENTER_ESP equ 0x175
SYSENTER_EIP equ 0x176
%macro INSIDE 0
    SHOW "rip", [seen_rip]
    SHOW "flags", [seen_flags]
    SHOW "r11", [seen_r11]
    SHOW "rsp", [seen_rsp]
    SHOW "cs", [seen_cs]
    SHOW "ss", [seen_ss]
    PRINT {10}
%endmacro
main:
    WRITE_MSR STAR, 0x0018000800000000
    WRITE_MSR LSTAR, entry
    WRITE_MSR FMASK, 0x700
    mov qword [after], 0
    mov qword [other_flags], 0x3201         ; IOPL 3, IF, CF: everything else is off
    TRY3 "syscall from ring 3", syscall
    INSIDE
    mov qword [other_flags], 0
    TRY "syscall from ring 0", syscall
    INSIDE
    TRY3 "sysret in ring 3", o64 sysret
    mov rcx, 0x800000000000
    TRY "sysret not canonical", o64 sysret
    ; there and back
    mov qword [after], return64
    TRY3 "syscall and sysret", STEPS_1
    SHOW "cs", rbx
    SHOW "ss", rbp
    SHOW "flags", rdx
    PRINT {10}
    mov qword [resume], back32
    mov [saved_rsp], rsp
    mov ecx, user32
    mov r11d, 0x3f7fd7
    btr r11d, 9
    btr r11d, 8
    btr r11d, 14
    o32 sysret
    bits 32
user32:
    mov ebx, cs
    mov edi, ss
    pushfd
    pop edx
    int BACK
    bits 64
back32:
    SHOW " compatibility cs", rbx
    SHOW "ss", rdi
    SHOW "flags", rdx
    PRINT {10}
    ; not enabled
    mov ecx, EFER
    rdmsr
    and eax, ~1
    wrmsr
    TRY "syscall without SCE", syscall
    TRY "sysret without SCE", o64 sysret
    TRY3 "syscall without SCE in ring 3", syscall
    ; SYSENTER
    WRITE_MSR SYSENTER_CS, 0
    TRY "sysenter without CS", sysenter
    TRY "sysexit without CS", o64 sysexit
    WRITE_MSR SYSENTER_CS, CODE0
    WRITE_MSR SYSENTER_EIP, sysenter_entry
    WRITE_MSR SYSENTER_ESP, STACK_TSS
    TRY3 "sysenter from ring 3", sysenter
    SHOW "rsp", [seen_rsp]
    SHOW "cs", [seen_cs]
    SHOW "ss", [seen_ss]
    PRINT {10}
    COMPAT3 "sysenter from compatibility mode", db 0x0f, 0x34
    SHOW "rsp", [seen_rsp]
    SHOW "cs", [seen_cs]
    SHOW "ss", [seen_ss]
    PRINT {10}
    TRY3 "sysexit in ring 3", sysexit
    mov edx, 0
    mov rcx, 0x800000000000
    TRY "sysexit, stack not canonical", o64 sysexit
    xchg rcx, rdx
    TRY "sysexit, target not canonical", o64 sysexit
    mov qword [resume], back_sysexit
    mov [saved_rsp], rsp
    mov ecx, STACK3
    mov edx, user64
    o64 sysexit
user64:
    mov rbx, cs
    mov rdx, ss
    mov rbp, rsp
    int BACK
back_sysexit:
    SHOW " sysexit cs", rbx
    SHOW "ss", rdx
    SHOW "rsp", rbp
    PRINT {10}
    mov qword [resume], back_sysexit32
    mov [saved_rsp], rsp
    mov rcx, 0x123400000000 | STACK3
    mov rdx, 0x567800000000 + user32_2
    sysexit
    bits 32
user32_2:
    mov ebx, cs
    mov edx, ss
    mov ebp, esp
    int BACK
    bits 64
back_sysexit32:
    SHOW " sysexit cs", rbx
    SHOW "ss", rdx
    SHOW "rsp", rbp
    PRINT {10}
    ret

entry:
    mov [seen_rsp], rsp
    mov [seen_r11], r11
    mov [seen_rax], rax
    mov rax, rcx
    sub rax, [tried_at]
    mov [seen_rip], rax
    mov rax, cs
    mov [seen_cs], rax
    mov rax, ss
    mov [seen_ss], rax
    mov rsp, STACK_TSS - 0x800
    pushfq
    pop qword [seen_flags]
    mov rax, [seen_rax]
    cmp qword [after], 0
    jne .jump
    jmp landed
.jump:
    jmp [after]
return64:
    mov rsp, [seen_rsp]
    o64 sysret
sysenter_entry:
    mov [seen_rsp], rsp
    mov [seen_rax], rax
    mov rax, cs
    mov [seen_cs], rax
    mov rax, ss
    mov [seen_ss], rax
    mov rax, [seen_rax]
    jmp landed
    align 8
after:      dq 0
seen_rip:   dq 0
seen_flags: dq 0
seen_r11:   dq 0
seen_rsp:   dq 0
seen_cs:    dq 0
seen_ss:    dq 0
seen_rax:   dq 0
