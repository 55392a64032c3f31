; CALL nests: NT, the back link, both tasks busy; IRET comes back.
%include "harness.inc"
%include "task.inc"
main:
    TASK32 other, 0x2
    call TASK2:0
    PRINT {"back", 10}
    TYPES
    SHOW "flags of task 2", [tss2 + 0x24]
    pushfd
    pop eax
    SHOW "flags", eax
    PRINT {10}
    call TASK2:0
    PRINT {"and again", 10}
    ret
other:
    pushfd
    pop eax
    SHOW "flags", eax
    movzx eax, word [tss2]
    SHOW "link", eax
    PRINT {10}
    TYPES
    iretd
    PRINT {"goes on behind IRET", 10}
    jmp other
