; PUSH and POP of segment registers in both operand sizes, and a POP that faults.
%include "harness.inc"
main:
    mov ebp, esp
    push ds
    mov eax, ebp
    sub eax, esp
    SHOW "push", eax
    o16 push ds
    mov eax, ebp
    sub eax, esp
    SHOW "word", eax
    o16 pop es
    pop es
    sub ebp, esp
    SHOW "left", ebp
    PRINT {10}
    push dword 0x90
    mov ebp, esp
    TRY "POP that faults", pop es
    sub ebp, esp
    SHOW "moved", ebp
    mov ax, es
    movzx eax, ax
    SHOW "es", eax
    PRINT {10}
    push dword 0xffff0010
    TRY "the upper half is ignored", pop fs
    add esp, 4
    TRY "POP SS", call popss
    ret
popss:
    push ss
    pop ss
    ret
