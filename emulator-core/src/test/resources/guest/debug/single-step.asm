; TF traps behind each instruction that began with it set.
%include "harness.inc"
%macro STEPS 1+
    mov dword [count], 0
    mov ax, DATA0
    pushfd
    or dword [esp], 0x100
    popfd
    %1
    pushfd
    and dword [esp], ~0x100
    popfd
    SHOW "traps", [count]
    mov eax, [first]
    SHOW "first", eax
    PRINT {10}
%endmacro
main:
    VECTOR 1, 0x8e, CODE0, handler
    STEPS nop
    mov eax, dr6
    SHOW "dr6", eax
    PRINT {10}
    mov ecx, 3
    mov edi, 0x3f000
    STEPS rep stosd
    STEPS mov ss, ax
    STEPS push ss
    STEPS pop ss
    STEPS mov ds, ax
    STEPS call return
    VECTOR 0x20, 0x8e, CODE0, software
    STEPS int 0x20
    ret
return:
    ret
software:
    iretd
handler:
    push eax
    mov eax, [esp + 4]
    cmp dword [count], 0
    jne .later
    sub eax, main
    mov [first], eax
.later:
    inc dword [count]
    pop eax
    iretd
count:  dd 0
first:  dd 0
