; LDS and the like load the segment first; a fault leaves both registers.
%include "harness.inc"
main:
    mov ebx, 0x11111111
    lfs ebx, [good]
    SHOW "ebx", ebx
    mov ax, fs
    movzx eax, ax
    SHOW "fs", eax
    PRINT {10}
    mov ebx, 0x22222222
    TRY "bad selector", lfs ebx, [bad]
    SHOW "ebx", ebx
    PRINT {10}
    TRY "LSS with RPL 3", lss ebx, [outer]
    TRY "LGS null", lgs ebx, [nothing]
    SHOW "ebx", ebx
    lfs bx, [short_pointer]
    SHOW "word", ebx
    PRINT {10}
    SEGMENT 0x40, 0x3f000, 5, 0x92, 0x4
    mov dword [0x3f000], 0x12345678
    mov dword [0x3f004], DATA3
    mov eax, 0x40
    mov es, ax
    TRY "exactly within the limit", lgs ebx, [es:0]
    TRY "selector beyond the limit", lgs ebx, [es:1]
    ret
good:
    dd 0x12345678
    dw DATA3
bad:
    dd 0x12345678
    dw 0x93
outer:
    dd 0x12345678
    dw DATA3
short_pointer:
    dw 0x5678, DATA3
nothing:
    dd 0x33333333
    dw 2
