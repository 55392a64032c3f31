; From 64-bit mode through compatibility mode back to real mode, with what 64-bit mode left in the registers.
%include "harness64.inc"
main:
    SEGMENT 0x58, 0x10000, 0xffff, 0x9b, 0
    SEGMENT 0x60, 0x10000, 0xffff, 0x93, 0
    mov rax, 0x1122334455667788
    mov r8, rax
    mov rbx, rax
    jmp far dword [pointer]
    bits 32
compatible:
    inc ebx                         ; zero-extends, as in 64-bit mode
    jmp CODE0:.again
    bits 64
.again:
    SHOW "dword written", rbx
    SHOW "r8", r8
    PRINT {10}
    jmp far dword [pointer2]
    bits 32
leave:
    mov eax, cr0
    and eax, 0x7fffffff
    mov cr0, eax
    mov ecx, EFER
    rdmsr
    mov ebx, eax
    xor eax, eax
    wrmsr
    mov eax, cr4
    and al, ~0x20
    mov cr4, eax
    jmp 0x58:R(.protected16)
    bits 16
.protected16:
    mov ax, 0x60
    mov ss, ax
    mov ds, ax
    lidt [R(real_idt)]
    mov eax, cr0
    and al, ~1
    mov cr0, eax
    jmp 0x1000:R(real)
real:
    mov ax, cs
    mov ds, ax
    mov si, R(text)
.next:
    lodsb
    out 0xe9, al
    test al, al
    jnz .next
    mov al, bl
    and al, 1
    add al, '0'
    out 0xe9, al
    mov al, bh
    add al, '0'
    out 0xe9, al
    mov al, 10
    out 0xe9, al
    xor al, al
    out 0xf4, al
    mov dx, 0x8900
    mov si, R(shutdown)
    mov cx, 8
.off:
    lodsb
    out dx, al
    loop .off
    cli
    hlt
text: db "real mode, EFER was ", 0
    align 8
real_idt: dw 0x3ff
    dd 0
pointer: dd compatible
    dw CODE0_32
pointer2: dd leave
    dw CODE0_32
