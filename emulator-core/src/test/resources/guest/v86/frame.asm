; An interrupt in virtual-8086 mode pushes all segments and makes them null.
%include "harness.inc"
main:
    VECTOR 0x20, 0xee, CODE0, handler
    V86 "enter and leave", int 0x20
    ret
handler:
    mov ebp, esp
    mov ax, ds
    mov bx, es
    mov cx, fs
    mov dx, gs
    or ax, bx
    or ax, cx
    or ax, dx
    movzx edx, ax
    mov ax, DATA0
    mov ds, ax
    mov es, ax
    SHOW "null", edx
    mov eax, [ebp]
    sub eax, [tried_at]
    SHOW "ip", eax
    SHOW "cs", [ebp + 4]
    SHOW "flags", [ebp + 8]
    SHOW "sp", [ebp + 12]
    SHOW "ss", [ebp + 16]
    SHOW "es", [ebp + 20]
    SHOW "ds", [ebp + 24]
    SHOW "fs", [ebp + 28]
    SHOW "gs", [ebp + 32]
    lea eax, [ebp + 36]
    SHOW "top", eax
    PRINT {10}
    iretd
