; Pushes and pops at the edges of a small stack; ESP stays where it was at a fault.
%include "harness.inc"
; the handler must not run on this stack, so the program does it in ring 3
%macro AT 3+
    PRINT {%1, ": "}
    mov dword [tried_at], %%at
    mov dword [resume], %%after
    mov [saved_esp], esp
    push dword 0x43
    push dword %2
    push dword 2
    push dword CODE3
    push dword %%at
    iretd
%%at:
    %3
    int BACK
%%after:
    SHOW "esp", [last_esp]
    PRINT {10}
%endmacro
main:
    SEGMENT 0x40, 0x3e000, 0xfff, 0xf2, 0x4
    mov ax, DATA3
    mov ds, ax
    AT "push at the bottom", 4, push eax
    AT "push below it", 0, push eax
    AT "push word", 2, push ax
    AT "push across", 2, push eax
    AT "pop at the top", 0xffc, pop eax
    AT "pop beyond", 0xffe, pop eax
    AT "call", 2, call landed
    AT "ret", 0x1000, ret
    AT "pusha", 0x1c, pusha
    AT "popa", 0xff0, popa
    AT "enter", 0x8, enter 8, 0
    AT "leave", 0x100, call leaving
    AT "ebp", 0x100, call through_ebp
    AT "esp", 0xffe, mov eax, [esp]
    AT "pop to memory", 0x100, call pop_memory
    ret
leaving:
    mov ebp, 0x2000
    leave
    ret
through_ebp:
    mov ebp, 0x1000
    mov eax, [ebp]
    ret
pop_memory:
    push dword 5
    pop dword [ss:0x2000]
    ret
