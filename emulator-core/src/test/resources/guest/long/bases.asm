; The bases of FS and GS: as model-specific registers, by SWAPGS, by RDFSBASE to WRGSBASE, and by loads of the selectors.
%include "harness64.inc"
GAP     equ 0x800000000000
main:
    WRITE_MSR FS_BASE, first
    WRITE_MSR GS_BASE, second
    WRITE_MSR KERNEL_GS_BASE, third
    mov eax, [fs:8]
    SHOW " fs:8", rax
    mov eax, [gs:8]
    SHOW "gs:8", rax
    swapgs
    mov eax, [gs:8]
    SHOW "swapped", rax
    PRINT {10}
    SHOW_MSR " gs", GS_BASE
    SHOW_MSR "kernel gs", KERNEL_GS_BASE
    PRINT {10}
    TRY3 "swapgs in ring 3", swapgs
    mov rax, GAP
    mov rdx, rax
    shr rdx, 32
    mov ecx, FS_BASE
    TRY "FS.base not canonical", wrmsr
    mov ecx, GS_BASE
    TRY "GS.base not canonical", wrmsr
    mov ecx, KERNEL_GS_BASE
    TRY "kernel GS.base not canonical", wrmsr
    mov ecx, LSTAR
    TRY "LSTAR not canonical", wrmsr
    mov ecx, CSTAR
    TRY "CSTAR not canonical", wrmsr
    mov ecx, 0x175
    TRY "SYSENTER_ESP not canonical", wrmsr
    mov ecx, 0x176
    TRY "SYSENTER_EIP not canonical", wrmsr
    mov ecx, FMASK
    TRY "FMASK, upper half", wrmsr
    WRITE_MSR STAR, 0x123456789abcdef0
    SHOW_MSR " star", STAR
    WRITE_MSR LSTAR, 0xffff8000deadbeef
    SHOW_MSR "lstar", LSTAR
    PRINT {10}
    TRY3 "rdmsr in ring 3", rdmsr
    ; without CR4.FSGSBASE
    TRY "rdfsbase, not enabled", rdfsbase rax
    TRY "wrgsbase, not enabled", wrgsbase rax
    mov rax, cr4
    bts rax, 16
    mov cr4, rax
    mov rax, 0xffff900000001234
    TRY "wrfsbase", wrfsbase rax
    TRY3 "rdfsbase in ring 3", rdfsbase rbx
    SHOW " rdfsbase", rbx
    mov rbx, -1
    rdfsbase ebx
    SHOW "32 bits", rbx
    SHOW_MSR "msr", FS_BASE
    PRINT {10}
    mov rax, GAP
    TRY "wrfsbase not canonical", wrfsbase rax
    TRY "wrgsbase not canonical", wrgsbase rax
    mov rax, 0xffff900087654321
    TRY3 "wrgsbase, 32 bits", wrgsbase eax
    rdgsbase rbx
    SHOW " rdgsbase", rbx
    PRINT {10}
    ; an access that is not canonical with its base
    mov rax, 0x7ffffffffff0
    wrfsbase rax
    TRY "beyond the gap", mov eax, [fs:0x10]
    TRY "across the gap", mov eax, [fs:0xe]
    ; loads
    SEGMENT 0x58, 0x81234567, 0xfffff, 0xf3, 0xc
    mov eax, 0x5b
    mov fs, eax
    rdfsbase rbx
    SHOW " loaded", rbx
    push qword 0x5b
    pop gs
    rdgsbase rbx
    SHOW "popped", rbx
    mov rax, 0xffff900087654321
    wrfsbase rax
    push fs
    pop rcx
    SHOW "fs", rcx
    xor eax, eax
    mov fs, eax
    rdfsbase rbx
    SHOW "null", rbx
    PRINT {10}
    mov rax, 0x12345678
    wrfsbase rax
    TRY3 "a null FS keeps its base", nop
    rdfsbase rbx
    SHOW " fs", rbx
    PRINT {10}
    ret
    align 8
first:  dq 0, 0x11
second: dq 0, 0x22
third:  dq 0, 0x33
