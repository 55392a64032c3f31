; RETF to an outer level loads the stack and drops segments that are too privileged.
%include "harness.inc"
main:
    SEGMENT 0x40, 0, 0xfffff, 0x9e, 0xc
    mov dword [resume], .back
    mov [saved_esp], esp
    mov ax, DATA3
    mov es, ax
    mov ax, 0x40
    mov fs, ax
    xor eax, eax
    mov gs, ax
    push dword DATA3
    push dword STACK3
    push dword 0xaaaaaaaa
    push dword 0xbbbbbbbb
    push dword CODE3
    push dword user
    retf 8
.back:
    SHOW " ds", esi
    SHOW "es", ebx
    SHOW "fs", ecx
    SHOW "gs", edx
    SHOW "esp", [last_esp]
    SHOW "cs", [last_cs]
    ret
user:
    mov si, ds
    movzx esi, si
    mov bx, es
    movzx ebx, bx
    mov cx, fs
    movzx ecx, cx
    mov dx, gs
    movzx edx, dx
    int BACK
