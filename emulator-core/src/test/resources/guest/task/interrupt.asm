; An exception through a task gate: the error code is on the new task's stack, EIP in the old TSS is the instruction's.
%include "harness.inc"
%include "task.inc"
main:
    TASK32 handler, 0x2
    VECTOR 13, 0x85, TASK2, 0
    mov eax, 0x90
here:
    mov ds, ax
    PRINT {"went on", 10}
    VECTOR 0x20, 0xe5, TASK2, 0
    TASK32 handler2, 2
    mov edi, user
    jmp enter_ring3
user:
    int 0x20
behind:
    jmp $
handler:
    pop eax
    SHOW "error", eax
    mov eax, [tss + 0x20]
    sub eax, here
    SHOW "eip", eax
    SHOW "flags", [tss + 0x24]
    pushfd
    pop eax
    SHOW "now", eax
    PRINT {10}
    add dword [tss + 0x20], 2
    iretd
handler2:
    mov eax, [tss + 0x20]
    sub eax, behind
    SHOW "behind INT", eax
    SHOW "cs", [tss + 0x4c]
    SHOW "esp", [tss + 0x38]
    jmp finish
