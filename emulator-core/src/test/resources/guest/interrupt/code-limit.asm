; Running off the end of the code segment is #GP at the instruction that does not fit.
%include "harness.inc"
main:
    SEGMENT 0x40, 0x3f000, 0xf, 0x9a, 0x4
    mov edi, 0x3f000
    mov eax, 0x90909090
    mov ecx, 8
    rep stosd
    mov dword [tried_at], 0
    TRY "NOPs to the limit", jmp 0x40:0
    SHOW "eip", [last_eip]
    mov dword [0x3f00c], 0x1234b890         ; MOV EAX, imm32 that crosses the limit
    TRY "an instruction across the limit", jmp 0x40:0
    SHOW "eip", [last_eip]
    mov word [0x3f00e], 0x7feb              ; JMP +7F
    TRY "a jump beyond", jmp 0x40:0
    SHOW "eip", [last_eip]
    mov dword [0x3f008], 0xc3               ; RET
    push dword 0x1000
    TRY "a return beyond", jmp 0x40:8
    SHOW "eip", [last_eip]
    pop eax
    ret
