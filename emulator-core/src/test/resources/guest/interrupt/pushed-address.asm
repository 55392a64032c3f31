; Faults push the instruction itself, traps the next one.
%include "harness.inc"
main:
    xor ecx, ecx
    mov eax, 5
    TRY "division", div ecx
    TRY "INT3", int3
    TRY "INT 3", db 0xcd, 3
    TRY "prefixed UD2", db 0x2e, 0x0f, 0x0b
    TRY "INTO", call overflow
    mov eax, 10
    TRY "BOUND", bound eax, [bounds]
    SHOW "eax", eax
    mov eax, 4
    TRY " BOUND within", bound eax, [bounds]
    mov eax, -1
    TRY "BOUND below", bound eax, [bounds]
    TRY "AAM 0", aam 0
    ret
overflow:
    mov al, 0x7f
    inc al
    into
    ret
bounds: dd 0, 5
