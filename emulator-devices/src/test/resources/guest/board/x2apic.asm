; What CPUID tells of the local APIC, x2APIC mode and its model-specific registers, and the timer's TSC-deadline mode.
%include "harness64.inc"
APIC    equ 0x600000            ; where its page is seen
BASE    equ 0x1b
DEADLINE equ 0x6e0
TIMER   equ 0x832
ON      equ 0xfee00900
EXTENDED equ 0xfee00d00

%macro SET 2                    ; register, value
    mov ecx, %1
    mov rax, %2
    mov rdx, rax
    shr rdx, 32
    wrmsr
%endmacro

%macro TRY_SET 3                ; text, register, value
    mov ecx, %2
    mov rax, %3
    mov rdx, rax
    shr rdx, 32
    TRY %1, wrmsr
%endmacro

%macro TRY_GET 2                ; text, register
    mov ecx, %2
    TRY %1, rdmsr
%endmacro

%macro TOPOLOGY 1               ; CPUID leaf 0Bh
    mov eax, 0xb
    mov ecx, %1
    cpuid
    mov [answer], eax
    mov [answer + 8], ebx
    mov [answer + 16], ecx
    mov [answer + 24], edx
    SHOW " eax", [answer]
    SHOW "ebx", [answer + 8]
    SHOW "ecx", [answer + 16]
    SHOW "edx", [answer + 24]
    PRINT {10}
%endmacro

%macro COUNT 1                  ; text: interrupts so far
    PRINT {%1, ":"}
    SHOW " interrupts", [interrupts]
    PRINT {10}
%endmacro

main:
    mov dword [pd + 24], 0xfee0009f
    VECTOR 0x40, 0x8e, CODE0, on_interrupt, 0
    VECTOR 0x41, 0x8e, CODE0, on_timer, 0
    VECTOR 0x42, 0x8e, CODE0, on_timer, 0
    mov eax, 1
    cpuid
    mov ebx, ecx
    shr ecx, 21
    and ecx, 1
    shr ebx, 24
    and ebx, 1
    PRINT {"CPUID:"}
    SHOW " x2apic", rcx
    SHOW "deadline", rbx
    PRINT {10}
    TOPOLOGY 0
    TOPOLOGY 1
    TOPOLOGY 2
    PRINT {"base:"}
    SHOW_MSR "value", BASE
    PRINT {10}
    TRY_GET "a register in xAPIC mode", 0x802
    TRY_SET "x2APIC mode", BASE, EXTENDED
    TRY_SET "and back at once", BASE, ON
    PRINT {"registers:"}
    SHOW_MSR "id", 0x802
    SHOW_MSR "ldr", 0x80d
    SHOW_MSR "svr", 0x80f
    SHOW_MSR "timer", TIMER
    SHOW_MSR "icr", 0x830
    PRINT {10}
    ; what is there for reading, and for writing, and which bits
    TRY_GET "eoi", 0x80b
    TRY_GET "destination format", 0x80e
    TRY_GET "icr's upper half", 0x831
    TRY_GET "self", 0x83f
    TRY_GET "beyond", 0x8ff
    TRY_SET "id", 0x802, 0
    TRY_SET "version", 0x803, 0
    TRY_SET "ldr", 0x80d, 0
    TRY_SET "eoi, not zero", 0x80b, 1
    TRY_SET "esr, not zero", 0x828, 1
    TRY_SET "tpr, a reserved bit", 0x808, 0x100
    TRY_SET "tpr, the upper half", 0x808, 0x100000000
    TRY_SET "svr, a reserved bit", 0x80f, 0x10000
    TRY_SET "a vector's reserved bit", 0x835, 0x100000
    TRY_SET "self, a reserved bit", 0x83f, 0x100
    TRY_SET "icr, a reserved bit", 0x830, 0x2000
    TRY3 "in ring 3", rdmsr
    ; priorities
    SET 0x808, 0x50
    mov rax, cr8
    PRINT {"task priority:"}
    SHOW " cr8", rax
    mov eax, 3
    mov cr8, rax
    SHOW_MSR "tpr", 0x808
    PRINT {10}
    SET 0x808, 0
    ; interrupts by software
    SET 0x80f, 0x1ff
    sti
    SET 0x83f, 0x40
    nop
    COUNT "self"
    SET 0x830, 0x40040
    nop
    COUNT "icr, self"
    SET 0x830, 0x4040
    nop
    COUNT "icr, to 0"
    SET 0x830, 0xffffffff00004040
    nop
    COUNT "icr, to all"
    SET 0x830, 0x0000000100004840
    nop
    COUNT "icr, logical 1"
    SET 0x830, 0x0000000500004040
    nop
    COUNT "icr, to nobody"
    ; the timer
    SET 0x83e, 0xb
    SET TIMER, 0x41
    SET 0x838, 1000
    hlt
    COUNT "one shot"
    SET TIMER, 0x40041
    SET 0x838, 1000
    PRINT {"the count in TSC-deadline mode:"}
    SHOW_MSR "value", 0x838
    SHOW_MSR "now", 0x839
    PRINT {10}
    call arm
    mov ecx, DEADLINE
    rdmsr
    cmp eax, [wanted]
    sete al
    movzx eax, al
    PRINT {"armed:"}
    SHOW "value", rax
    PRINT {10}
    hlt
    COUNT "deadline"
    PRINT {" not before:"}
    SHOW "value", [late]
    SHOW_MSR "register", DEADLINE
    PRINT {10}
    SET DEADLINE, 1
    nop
    COUNT "deadline in the past"
    call arm
    SET DEADLINE, 0
    SET TIMER, 0x41
    SET 0x838, 2000
    hlt
    COUNT "disarmed by 0"
    SET TIMER, 0x40041
    call arm
    SET TIMER, 0x42
    SHOW_MSR "by another mode", DEADLINE
    PRINT {10}
    SET DEADLINE, 100
    SHOW_MSR "not in this mode", DEADLINE
    PRINT {10}
    cli
    ; modes
    TRY_SET "disabled", BASE, 0xfee00100
    mov eax, 1
    cpuid
    shr edx, 9
    and edx, 1
    PRINT {"CPUID:"}
    SHOW " apic", rdx
    PRINT {10}
    TRY_GET "a register", 0x802
    TRY_SET "x2APIC mode at once", BASE, EXTENDED
    TRY_SET "only the x", BASE, 0xfee00500
    TRY_SET "xAPIC mode", BASE, ON
    PRINT {"the page:"}
    mov eax, [APIC + 0xf0]
    SHOW " svr", rax
    PRINT {10}
    ; the deadline in xAPIC mode
    mov dword [APIC + 0xf0], 0x1ff
    mov dword [APIC + 0x320], 0x40042
    mfence
    call arm
    sti
    hlt
    cli
    COUNT "deadline in xAPIC mode"
    ret

; A deadline 10,000 ahead.
arm:
    rdtsc
    shl rdx, 32
    or rax, rdx
    add rax, 10000
    mov [wanted], rax
    mov rdx, rax
    shr rdx, 32
    mov ecx, DEADLINE
    wrmsr
    ret

on_interrupt:
    push rax
    push rcx
    push rdx
    inc qword [interrupts]
    SET 0x80b, 0
    pop rdx
    pop rcx
    pop rax
    iretq

on_timer:
    push rax
    push rcx
    push rdx
    inc qword [interrupts]
    rdtsc
    shl rdx, 32
    or rax, rdx
    cmp rax, [wanted]
    setae [late]
    mov ecx, BASE
    rdmsr
    test ah, 4
    jz .page
    SET 0x80b, 0
    jmp .done
.page:
    mov dword [APIC + 0xb0], 0
.done:
    pop rdx
    pop rcx
    pop rax
    iretq

    align 8
interrupts: dq 0
wanted: dq 0
late:   dq 0
answer: times 4 dq 0
