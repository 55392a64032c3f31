; A gate to ring 0 switches to the stack of the TSS and copies parameters.
%include "harness.inc"
main:
    GATE 0x50, 0xec, CODE0, target, 3
    mov dword [resume], .back
    mov [saved_esp], esp
    mov edi, user
    jmp enter_ring3
.back:
    PRINT {10}
    SHOW "back: esp", [last_esp]
    SHOW "ds", esi
    SHOW "es", ebx
    PRINT {10}
    ret
user:
    push dword 0x11111111
    push dword 0x22222222
    push dword 0x33333333
    call 0x53:0x12345678
.return:
    mov si, ds
    movzx esi, si
    mov bx, es
    movzx ebx, bx
    int BACK
target:
    mov ax, DATA0
    mov ds, ax
    mov eax, esp
    SHOW "esp", eax
    mov eax, [esp]
    sub eax, user.return
    SHOW "return", eax
    SHOW "cs", [esp + 4]
    SHOW "p0", [esp + 8]
    SHOW "p1", [esp + 12]
    SHOW "p2", [esp + 16]
    SHOW "sp", [esp + 20]
    SHOW "ss", [esp + 24]
    mov ax, ss
    movzx eax, ax
    SHOW "now ss", eax
    retf 12
