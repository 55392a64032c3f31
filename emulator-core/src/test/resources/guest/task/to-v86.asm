; A task may start in virtual-8086 mode, and an interrupt by task gate leaves it.
%include "harness.inc"
%include "task.inc"
main:
    TASK32 R(other), 0x23002
    mov dword [tss2 + 0x38], 0x8000
    mov dword [tss2 + 0x48], 0x1000
    mov dword [tss2 + 0x4c], 0x1000
    mov dword [tss2 + 0x50], 0x2000
    mov dword [tss2 + 0x54], 0x1000
    mov dword [resume], .out
    mov [saved_esp], esp
    jmp TASK2:0
.out:
    PRINT {10}
    SHOW "eax", eax
    SHOW "flags", [last_flags]
    SHOW "cs", [last_cs]
    SHOW "ss", [last_ss]
    str eax
    SHOW "task", eax
    ret
    bits 16
other:
    mov ax, cs
    shl eax, 16
    mov ax, ss
    int BACK
    bits 32
