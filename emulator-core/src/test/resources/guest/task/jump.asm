; JMP to a TSS: everything is saved and loaded, the old task becomes available.
%include "harness.inc"
%include "task.inc"
main:
    TASK32 other, 0x2
    mov esi, 0x5555
    mov edi, 0x6666
    TYPES
    stc
    jmp TASK2:0x12345678
    PRINT {"back", 10}
    TYPES
    SHOW "esi", esi
    pushfd
    pop eax
    SHOW "flags", eax
    SHOW "saved by task 2", [tss2 + 0x28]
    ret
other:
    SHOW "eax", eax
    SHOW "ecx", ecx
    mov eax, esp
    SHOW "esp", eax
    pushfd
    pop eax
    SHOW "flags", eax
    PRINT {10}
    TYPES
    SHOW "saved esi", [tss + 0x40]
    SHOW "flags", [tss + 0x24]
    SHOW "cs", [tss + 0x4c]
    mov eax, cr0
    SHOW "cr0", eax
    mov ax, fs
    movzx eax, ax
    SHOW "fs", eax
    PRINT {10}
    clts
    mov eax, 0x99999999
    jmp TASK:0
