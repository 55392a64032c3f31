; A page-aligned stack that ends: the frame does not fit, so that the stack fault itself becomes a double fault.
%include "harness.inc"
main:
    ; the double fault has a task of its own
    mov dword [tss2 + 0x20], handler
    mov dword [tss2 + 0x24], 2
    mov dword [tss2 + 0x38], STACK_TSS
    mov dword [tss2 + 0x48], DATA0
    mov dword [tss2 + 0x4c], CODE0
    mov dword [tss2 + 0x50], DATA0
    mov dword [tss2 + 0x54], DATA0
    VECTOR 8, 0x85, TASK2, 0
    SEGMENT 0x40, 0, 0xfff, 0x96, 0xc       ; expand-down: below 1000000h nothing is valid
    mov eax, 0x40
    mov ss, ax
    mov esp, 0x1000004
    push eax
    push eax
    PRINT "not reached"
handler:
    PRINT "double fault"
    pop eax
    SHOW "error", eax
    str eax
    SHOW "task", eax
    movzx eax, word [tss2]
    SHOW "link", eax
    mov eax, [tss + 0x38]
    SHOW "esp", eax
    jmp finish
