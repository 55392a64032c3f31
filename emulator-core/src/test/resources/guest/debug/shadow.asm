; MOV SS and POP SS hold single steps back for one instruction.
%include "harness.inc"
main:
    VECTOR 1, 0x8e, CODE0, handler
    mov ax, DATA0
    mov ebx, start_at
    pushfd
    or dword [esp], 0x100
    popfd
start_at:
    mov ss, ax
    nop
    nop
    mov ds, ax
    nop
    pushfd
    and dword [esp], ~0x100
    popfd
    ret
handler:
    push eax
    mov eax, [esp + 4]
    sub eax, ebx
    SHOW "eip", eax
    pop eax
    iretd
