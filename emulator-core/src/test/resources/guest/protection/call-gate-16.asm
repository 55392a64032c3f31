; A 16-bit gate pushes words and goes to a 16-bit offset.
%include "harness.inc"
main:
    GATE 0x50, 0xe4, CODE16, R(target), 2
    mov word [gdt + 0x56], 0xffff           ; the upper half of the offset is ignored
    mov dword [resume], .back
    mov [saved_esp], esp
    mov edi, user
    jmp enter_ring3
.back:
    PRINT {10}
    mov esi, STACK_TSS - 12
    SHOW "ip cs", [esi]
    SHOW "parameters", [esi + 4]
    SHOW "sp ss", [esi + 8]
    ret
user:
    push word 0x1111
    push word 0x2222
    call 0x53:0
    bits 16
target:
    mov ax, cs
    int BACK
    bits 32
