; Conforming code runs at the caller's level.
%include "harness.inc"
main:
    SEGMENT 0x40, 0, 0xfffff, 0x9e, 0xc
    SEGMENT 0x48, 0, 0xfffff, 0x1e, 0xc
    jmp 0x40:.next
.next:
    mov ax, cs
    movzx eax, ax
    SHOW "ring 0", eax
    jmp CODE0:.back
.back:
    PRINT {10}
    TRY3 "from ring 3", jmp 0x40:conforming
    movzx eax, ax
    SHOW "cs", eax
    PRINT {10}
    TRY3 "with RPL 2", jmp 0x42:conforming
    movzx eax, ax
    SHOW "cs", eax
    PRINT {10}
    TRY3 "absent", jmp 0x48:conforming
    TRY3 "a privileged instruction in it", jmp 0x40:privileged
    ret
conforming:
    mov ax, cs
    int BACK
privileged:
    hlt
