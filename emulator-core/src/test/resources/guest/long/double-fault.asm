; Faults on the way to a handler: a double fault on a stack of its own, and a triple fault in the end.
%include "harness64.inc"
main:
    mov byte [idt + 8 * 16 + 4], 2
    ; #GP whose gate is absent
    mov byte [idt + 13 * 16 + 5], 0x0e
    TRY "#NP on the way to #GP", mov ds, [number]
    SHOW " frame", [handler_rsp]
    SHOW "ss", [last_ss]
    SHOW "rsp", [last_rsp]
    PRINT {10}
    mov byte [idt + 13 * 16 + 5], 0x8e
    ; #UD whose gate is absent is #NP
    mov byte [idt + 6 * 16 + 5], 0x0e
    TRY "#NP on the way to #UD", ud2
    mov byte [idt + 6 * 16 + 5], 0x8e
    ; a page fault whose stack is not there
    mov rax, 0xffff900000000000
    mov [tss + 4], rax
    TRY3 "#PF on the way to #PF", mov eax, [0x500000]
    mov rdx, cr2
    SHOW " cr2", rdx
    PRINT {10}
    TRY3 "#PF on the way to #UD", ud2
    mov rax, 0x800000000000
    mov [tss + 4], rax
    TRY3 "#SS on the way to #UD", ud2
    TRY3 "#SS on the way to #GP", hlt
    mov byte [idt + 8 * 16 + 5], 0x0e
    TRY3 "#NP on the way to #DF", hlt
    ret
number: dw 0x78
