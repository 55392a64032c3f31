; Limits loaded in protected mode stay in real mode.
%define REAL_MODE
%include "harness.inc"
main:
    cli
    push ds
    lgdt [R(pointer)]
    mov eax, cr0
    or al, 1
    mov cr0, eax
    jmp short .protected
.protected:
    mov bx, 8
    mov es, bx
    and al, ~1
    mov cr0, eax
    jmp short .real
.real:
    pop ds
    mov ebx, 0x100000
    TRY "flat", mov eax, [es:ebx]
    mov ax, 0x4000
    mov es, ax
    TRY "after a load in real mode", mov eax, [es:ebx]
    TRY "another segment", mov eax, [ds:ebx]
    mov dword [es:ebx], 0x12345678
    mov ax, 0x5000
    mov es, ax
    mov eax, [es:dword 0xf0000]
    push eax
    shr eax, 16
    call print_hex16
    pop eax
    call print_hex16
    ret
pointer:
    dw 15
    dd gdt
gdt:
    dq 0
    dq 0x008f92000000ffff
