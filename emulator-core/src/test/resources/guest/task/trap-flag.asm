; The T flag of a TSS raises #DB in the new task, with DR6.BT.
%include "harness.inc"
%include "task.inc"
main:
    TASK32 other, 2
    mov word [tss2 + 0x64], 1
    mov dword [resume], .out
    mov [saved_esp], esp
    mov dword [tried_at], other
    jmp TASK2:0
.out:
    PRINT {10}
    mov eax, dr6
    SHOW "dr6", eax
    str eax
    SHOW "task", eax
    ret
other:
    PRINT "not reached"
