; Segments of virtual-8086 mode are 64 KiB, and always readable and writable.
%include "harness.inc"
main:
    V86 "last byte", mov al, [0xffff]
    V86 "word at FFFF", mov ax, [0xffff]
    V86 "dword at FFFE", mov eax, [0xfffe]
    V86 "write through CS", mov [cs:0xf000], al
    V86 "beyond 64K", mov al, [dword 0x10000]
    V86 "stack", call overflow
    V86 "far jump to another segment", jmp 0x1001:R(back) - 16
    V86 "any segment value", mov ds, ax
    V86 "LOCK", db 0xf0, 0x90
    V86 "UD2", ud2
    V86 "division by zero", aam 0
    ret
    bits 16
overflow:
    mov sp, 1
    push ax
back:
    int BACK
    bits 32
