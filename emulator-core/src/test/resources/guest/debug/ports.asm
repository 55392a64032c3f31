; I/O breakpoints need CR4.DE.
%include "harness.inc"
%macro WATCH 2+
    mov dword [count], 0
    PRINT {%1, ": "}
    %2
    nop
    SHOW "hits", [count]
    PRINT {10}
%endmacro
main:
    VECTOR 1, 0x8e, CODE0, handler
    mov eax, cr4
    or eax, 8
    mov cr4, eax
    mov eax, 0x80
    mov dr2, eax
    mov eax, 0x400 | 1 << 4 | 0x6 << 24
    mov dr7, eax
    WATCH "OUT", out 0x80, al
    WATCH "IN", in al, 0x81
    WATCH "behind", out 0x82, al
    WATCH "word across", out 0x7f, ax
    mov edx, 0x80
    mov esi, 0x3f000
    mov ecx, 2
    WATCH "string", rep outsb
    ret
handler:
    inc dword [count]
    iretd
count:  dd 0
