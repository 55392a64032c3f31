; A page fault in the delivery of a page fault is a double fault; CR2 is the second one's.
%include "harness.inc"
%include "paging.inc"
main:
    call enable_paging
    mov dword [tss2 + 0x1c], directory
    mov dword [tss2 + 0x20], handler
    mov dword [tss2 + 0x24], 2
    mov dword [tss2 + 0x38], STACK_TSS
    mov dword [tss2 + 0x48], DATA0
    mov dword [tss2 + 0x4c], CODE0
    mov dword [tss2 + 0x50], DATA0
    mov dword [tss2 + 0x54], DATA0
    VECTOR 8, 0x85, TASK2, 0
    mov esp, 0x400100
    mov eax, [0x500000]
    PRINT "not reached"
handler:
    PRINT "double fault"
    SHOW "error", [esp]
    CR2
    jmp finish
