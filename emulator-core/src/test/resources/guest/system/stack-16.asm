; A 16-bit stack wraps at 64 KiB and leaves the upper half of ESP.
%include "harness.inc"
main:
    mov [saved], esp
    SEGMENT 0x40, 0x50000, 0xffff, 0x92, 0x0
    mov eax, 0x40
    mov ss, ax
    mov esp, 0xabcd0002
    push ax
    mov ebx, esp
    push eax
    mov ecx, esp
    pop edx
    mov edi, esp
    mov ax, DATA0
    mov ss, ax
    mov esp, [saved]
    SHOW "ebx", ebx
    SHOW "ecx", ecx
    SHOW "edx", edx
    SHOW "edi", edi
    ret
saved: dd 0
