; Selectors of the new task are checked after the switch: the fault is the new task's.
%include "harness.inc"
%include "task.inc"
tss3 equ 0x1a000
%macro WITH 3
    TASK32 other, 2
    mov dword [tss2 + %2], %3
    SEGMENT TASK2, 0x1b000, 0x67, 0x89, 0
    SEGMENT 0x40, tss3, 0x67, 0x89, 0
    mov dword [tss3 + 0x20], handler
    mov dword [tss3 + 0x38], 0x3c000
    mov dword [tss3 + 0x24], 2
    PRINT {%1, ": "}
    mov dword [resume], %%out
    mov [saved_esp], esp
    jmp TASK2:0
%%out:
    PRINT {10}
%endmacro
main:
    ; all of these faults have a task of their own
    mov dword [tss3 + 0x48], DATA0
    mov dword [tss3 + 0x4c], CODE0
    mov dword [tss3 + 0x50], DATA0
    mov dword [tss3 + 0x54], DATA0
    VECTOR 10, 0x85, 0x40, 0
    VECTOR 11, 0x85, 0x40, 0
    VECTOR 12, 0x85, 0x40, 0
    VECTOR 13, 0x85, 0x40, 0
    SEGMENT 0x48, 0, 0xfffff, 0x12, 0xc
    SEGMENT 0x50, 0, 0xfffff, 0x1a, 0xc
    SEGMENT 0x58, 0, 0xff, 0x9a, 0x4
    SEGMENT 0x60, 0, 0xff, 0x02, 0
    WITH "good", 0x2c, 0
    WITH "local table is data", 0x60, DATA0
    WITH "local table is local", 0x60, 0x3c
    WITH "local table is absent", 0x60, 0x60
    WITH "CS is null", 0x4c, 0
    WITH "CS is data", 0x4c, DATA0
    WITH "CS with RPL 3", 0x4c, CODE0 | 3
    WITH "CS is absent", 0x4c, 0x50
    WITH "CS is beyond", 0x4c, 0x90
    WITH "SS is null", 0x50, 0
    WITH "SS is of ring 3", 0x50, DATA3
    WITH "SS with RPL 3", 0x50, DATA0 | 3
    WITH "SS is absent", 0x50, 0x48
    WITH "SS is code", 0x50, CODE0
    WITH "DS is absent", 0x54, 0x48
    WITH "DS is beyond", 0x54, 0x90
    WITH "ES is null", 0x48, 0
    WITH "GS is a task", 0x5c, TASK
    WITH "EIP beyond the limit", 0x4c, 0x58
    ret
other:
    PRINT "in the task"
    jmp back
handler:
    mov eax, [tss3 - 0x1000 + 0x1000 + 0x38]
    pop eax
    SHOW "error", eax
    movzx eax, word [tss3]
    SHOW "link", eax
    mov eax, [tss2 + 0x20]
    sub eax, other
    SHOW "eip", eax
    ; which vector: by the instruction that cannot tell, so by the error code alone
back:
    SEGMENT TASK, 0x1c000, 0x20ff, 0x89, 0
    mov eax, TASK
    pushfd
    and dword [esp], ~0x4000
    popfd
    jmp TASK:0
