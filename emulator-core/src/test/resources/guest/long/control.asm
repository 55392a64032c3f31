; Control and debug registers are 64 bits wide; what is reserved in them is #GP.
%include "harness64.inc"
main:
    mov rax, cr0
    SHOW " cr0", rax
    smsw rdx
    SHOW "smsw", rdx
    PRINT {10}
    mov rcx, 1 << 32
    or rax, rcx
    TRY "CR0, upper half", mov cr0, rax
    mov rax, cr0
    btr rax, 31
    TRY "PG off in 64-bit mode", mov cr0, rax
    mov rax, cr0
    or eax, 0x1000                  ; ignored
    TRY "CR0, reserved bit", mov cr0, rax
    mov rax, cr4
    btr rax, 5
    TRY "PAE off", mov cr4, rax
    mov rax, cr4
    bts rax, 15
    TRY "CR4, reserved bit", mov cr4, rax
    mov rax, cr4
    bts rax, 40
    TRY "CR4, upper half", mov cr4, rax
    mov rax, 0xfedcba9876543210
    TRY "CR2", mov cr2, rax
    mov rdx, cr2
    SHOW " cr2", rdx
    PRINT {10}
    mov rax, pml4
    bts rax, 40
    TRY "CR3 beyond the physical address", mov cr3, rax
    mov rax, pml4
    bts rax, 63
    TRY "CR3, bit 63 without PCIDE", mov cr3, rax
    mov rax, pml4 | 0x18
    TRY "CR3 with PWT and PCD", mov cr3, rax
    mov rdx, cr3
    SHOW " cr3", rdx
    PRINT {10}
    TRY "CR1", db 0x0f, 0x20, 0xc8
    TRY "CR9", db 0x44, 0x0f, 0x20, 0xc8
    TRY "DR8", db 0x44, 0x0f, 0x21, 0xc0
    TRY3 "CR0 in ring 3", mov rax, cr0
    mov rax, 0x8000123456789abc
    TRY "DR0", mov dr0, rax
    mov rdx, dr0
    SHOW " dr0", rdx
    PRINT {10}
    mov rax, 1 << 32
    TRY "DR6, upper half", mov dr6, rax
    TRY "DR7, upper half", mov dr7, rax
    mov eax, 0x400
    TRY "DR7", mov dr7, rax
    xor eax, eax
    mov dr7, rax
    mov rdx, dr7
    SHOW " dr7", rdx
    mov rdx, dr6
    SHOW "dr6", rdx
    PRINT {10}
    ; EFER
    mov ecx, EFER
    rdmsr
    SHOW " efer", rax
    PRINT {10}
    btr eax, 8
    TRY "LME off", wrmsr
    rdmsr
    btr eax, 10
    TRY "LMA off", wrmsr
    rdmsr
    SHOW " efer", rax
    PRINT {10}
    bts eax, 9
    TRY "EFER, reserved bit", wrmsr
    rdmsr
    bts eax, 11
    TRY "NXE", wrmsr
    rdmsr
    SHOW " efer", rax
    PRINT {10}
    mov rax, 0x8765432112345678
    mov rdx, rax
    mov ecx, 0x174
    rdmsr
    SHOW " rdmsr clears the upper halves", rax
    SHOW "rdx", rdx
    PRINT {10}
    ret
