; LAR and LSL answer with ZF and never fault over a selector.
%include "harness.inc"
%macro ASK 3
    mov ecx, %2
    mov eax, 0x11111111
    stc
    lar eax, ecx
    call answer
    mov eax, 0x11111111
    lsl eax, ecx
    call answer
    PRINT {" ", %1, 10}
    mov edi, %%at
    mov dword [resume], %%out
    mov [saved_esp], esp
    mov dword [tried_at], %%at
    jmp enter_ring3
%%at:
    mov eax, 0x11111111
    lar eax, ecx
    setz bl
    lsl edx, ecx
    setz bh
    int BACK
%%out:
    movzx ebx, bx
    SHOW "ring 3", ebx
    PRINT {10}
%endmacro
answer:
    jnz .no
    SHOW "z", eax
    ret
.no:
    SHOW "-", eax
    ret
main:
    SEGMENT 0x40, 0x123456, 0x789ab, 0xfe, 0xc
    SEGMENT 0x48, 0, 0x12, 0x72, 0x5
    GATE 0x50, 0xec, CODE0, 0x1234, 3
    GATE 0x58, 0x8e, CODE0, 0x1234, 0
    GATE 0x60, 0xe5, TASK2, 0, 0
    SEGMENT 0x68, 0, 0x12, 0xe0, 0
    ASK "code 0", CODE0, 0
    ASK "data 3", DATA3, 0
    ASK "conforming", 0x40, 0
    ASK "absent data", 0x4b, 0
    ASK "call gate", 0x53, 0
    ASK "interrupt gate", 0x58, 0
    ASK "task gate", 0x63, 0
    ASK "invalid system type", 0x6b, 0
    ASK "busy task", TASK, 0
    ASK "local table", LOCAL, 0
    ASK "null", 0, 0
    ASK "beyond", 0x93, 0
    mov ecx, CODE0
    mov eax, 0x11111111
    lar ax, cx
    SHOW "16 bits", eax
    mov eax, 0x11111111
    lsl ax, cx
    SHOW "16 bits", eax
    V86 "V86", lar ax, bx
    ret
