; SYSENTER and SYSEXIT: flat segments by arithmetic on SYSENTER_CS.
%include "harness.inc"
main:
    xor ecx, ecx
    TRY "SYSENTER without a segment", sysenter
    TRY "SYSEXIT without a segment", sysexit
    mov ecx, 0x174
    mov eax, CODE0
    xor edx, edx
    wrmsr
    mov ecx, 0x175
    mov eax, 0x3c000
    wrmsr
    mov ecx, 0x176
    mov eax, entry
    wrmsr
    TRY3 "SYSEXIT in ring 3", sysexit
    ; the tables need not even hold what the CPU loads
    mov dword [resume], .back
    mov [saved_esp], esp
    mov edx, user
    mov ecx, 0x3d000
    sti
    cli
    sysexit
.back:
    SHOW " cs", [last_cs]
    SHOW "ss", [last_ss]
    SHOW "esp", [last_esp]
    PRINT {10}
    ret
user:
    mov ax, cs
    movzx ebx, ax
    mov ax, ss
    movzx ecx, ax
    mov ax, DATA3
    mov ds, ax
    sysenter
entry:
    mov ax, DATA0
    mov ds, ax
    mov es, ax
    mov eax, esp
    SHOW "esp", eax
    SHOW "user cs", ebx
    SHOW "user ss", ecx
    mov ax, cs
    movzx eax, ax
    SHOW "cs", eax
    mov ax, ss
    movzx eax, ax
    SHOW "ss", eax
    pushfd
    pop eax
    and eax, 0x20200
    SHOW "flags", eax
    PRINT {10}
    test ebx, ebx
    jz .v86
    mov edx, .again
    mov ecx, 0x3d000
    sysexit
.v86:
    mov esp, [saved_esp]
    jmp [resume]
.again:
    int BACK
