; IRET and POPF load what the privilege allows.
%include "harness.inc"
%macro TAKE 2
    mov dword [ring3_flags], %2
    PRINT {%1, ":"}
    mov dword [resume], %%out
    mov [saved_esp], esp
    mov edi, %%at
    jmp enter_ring3
%%at:
    push dword 0x277ed7
    popfd
    pushfd
    pop ecx
    push dword 0x277ed7
    push dword CODE3
    push dword %%next
    iretd
%%next:
    pushfd
    pop edx
    push dword 2
    popfd
    int BACK
%%out:
    SHOW "popf", ecx
    SHOW "iret", edx
    PRINT {10}
%endmacro
main:
    TAKE "IOPL 0", 0
    TAKE "IOPL 2", 0x2000
    TAKE "IOPL 3", 0x3000
    push dword 0x3f7ed7
    popfd
    pushfd
    pop eax
    push dword 2
    popfd
    SHOW "ring 0 popf", eax
    ret
