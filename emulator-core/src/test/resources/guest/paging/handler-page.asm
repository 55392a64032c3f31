; A page fault in the delivery of another exception: benign and contributory ones are followed by #PF.
%include "harness.inc"
%include "paging.inc"
main:
    call enable_paging
    ; the IDT's entries 6 and 13 are in a page of their own
    mov esi, idt
    mov edi, frame_a
    mov ecx, 0x200
    rep movsd
    MAP 0, frame_a | P | W
    mov dword [idt_pointer + 2], 0x400000
    lidt [idt_pointer]
    TRY "with the IDT", ud2
    ; now the handler's stack in ring 0 is missing
    mov dword [tss + 4], 0x401100
    mov dword [idt_pointer + 2], idt
    lidt [idt_pointer]
    mov dword [tss2 + 0x1c], directory
    mov dword [tss2 + 0x20], handler
    mov dword [tss2 + 0x24], 2
    mov dword [tss2 + 0x38], STACK_TSS
    mov dword [tss2 + 0x48], DATA0
    mov dword [tss2 + 0x4c], CODE0
    mov dword [tss2 + 0x50], DATA0
    mov dword [tss2 + 0x54], DATA0
    VECTOR 14, 0x85, TASK2, 0
    mov edi, user
    jmp enter_ring3
user:
    ud2
handler:
    PRINT "page fault"
    SHOW "error", [esp]
    CR2
    mov eax, [tss + 0x20]
    sub eax, user
    SHOW "eip", eax
    SHOW "cs", [tss + 0x4c]
    jmp finish
