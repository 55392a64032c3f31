; INT n, INT3 and INTO check the gate's DPL; faults and INT1 do not.
%include "harness.inc"
main:
    mov byte [idt + 3 * 8 + 5], 0x8e
    mov byte [idt + 4 * 8 + 5], 0x8e
    TRY3 "INT 13h of DPL 0", int 0x13
    TRY3 "INT3 of DPL 0", int3
    mov byte [idt + 3 * 8 + 5], 0xee
    TRY3 "INT3 of DPL 3", int3
    TRY3 "INT 3 in two bytes", db 0xcd, 3
    mov eax, 0x7fffffff
    TRY3 "INTO without overflow", into
    mov byte [idt + 4 * 8 + 5], 0xee
    mov edi, overflow
    TRY3 "INTO with overflow", call overflow
    TRY3 "INT1", db 0xf1
    TRY3 "UD2", ud2
    TRY3 "division by zero", call divide
    ret
overflow:
    mov eax, 0x7fffffff
    inc eax
    into
    ret
divide:
    xor ecx, ecx
    div ecx
    ret
