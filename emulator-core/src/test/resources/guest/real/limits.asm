; Real mode: accesses that cross the end of a segment are #GP, through the stack #SS.
%define REAL_MODE
%include "harness.inc"
main:
    mov ax, 0x4000
    mov es, ax
    TRY "last byte", mov al, [es:0xffff]
    TRY "word at FFFF", mov ax, [es:0xffff]
    TRY "dword at FFFD", mov eax, [es:0xfffd]
    TRY "dword at FFFC", mov eax, [es:0xfffc]
    TRY "write", mov [es:0xffff], ax
    TRY "32-bit address beyond", mov al, [es:dword 0x10000]
    mov bp, 0xffff
    TRY "through BP", mov ax, [bp]
    mov si, 0xffff
    TRY "16-bit address wraps", mov al, [es:si + 1]
    mov ecx, 0x10000
    TRY "string", a32 es lodsb
    TRY "write through CS", mov [cs:0xf000], al
    ret
