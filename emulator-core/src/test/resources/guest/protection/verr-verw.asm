; VERR and VERW: readable and writable at the present level.
%include "harness.inc"
%macro ASK 2
    mov ecx, %2
    PRINT {%1, ": "}
    xor ebx, ebx
    verr cx
    setz bl
    verw cx
    setz bh
    mov edi, %%at
    mov dword [resume], %%out
    mov [saved_esp], esp
    mov dword [tried_at], %%at
    jmp enter_ring3
%%at:
    xor edx, edx
    verr cx
    setz dl
    verw cx
    setz dh
    int BACK
%%out:
    SHOW "ring 0", ebx
    SHOW "ring 3", edx
    PRINT {10}
%endmacro
main:
    SEGMENT 0x40, 0, 0xfffff, 0x90, 0xc
    SEGMENT 0x48, 0, 0xfffff, 0xf8, 0xc
    SEGMENT 0x50, 0, 0xfffff, 0x9e, 0xc
    SEGMENT 0x58, 0, 0xfffff, 0x12, 0xc
    ASK "code 0", CODE0
    ASK "data 0", DATA0
    ASK "data 0, RPL 3", DATA0 | 3
    ASK "code 3", CODE3
    ASK "data 3", DATA3
    ASK "read-only", 0x40
    ASK "execute-only", 0x4b
    ASK "conforming", 0x53
    ASK "absent", 0x58
    ASK "task", TASK
    ASK "null", 0
    ASK "beyond", 0x90
    ret
