; 16-bit gates push words; a 16-bit IRET takes them back.
%include "harness.inc"
main:
    VECTOR 0x20, 0x86, CODE16, R(handler)
    mov [saved_esp], esp
    push dword .after
    push dword 0
    jmp CODE16:R(code)
.after:
code:
    bits 16
    mov ebx, esp
    mov eax, 0x12345678
    int 0x20
    sub ebx, esp
    jmp dword CODE0:.flat
    bits 32
.flat:
    SHOW "left", ebx
    SHOW "words", edx
    mov esp, [saved_esp]
    ret
    bits 16
handler:
    mov edx, ebx
    sub edx, esp
    o16 iret
    bits 32
