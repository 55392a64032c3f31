; Into protected mode and back: CS stays writable, selectors become paragraphs again.
%define REAL_MODE
%include "harness.inc"
main:
    cli
    push ds
    lgdt [R(pointer)]
    mov eax, cr0
    or al, 1
    mov cr0, eax
    jmp 8:R(.protected)
.protected:
    mov bx, 16
    mov ds, bx
    mov word [R(word1)], 0x1234
    mov bx, cs
    and al, ~1
    mov cr0, eax
    mov [cs:R(word2)], bx
    jmp 0x1000:R(.real)
.real:
    pop ds
    mov ax, [R(word1)]
    call print_hex16
    PRINT " "
    mov ax, [R(word2)]
    call print_hex16
    PRINT {10}
    TRY "an interrupt works again", int 0x10
    ret
word1: dw 0
word2: dw 0
pointer:
    dw 23
    dd gdt
gdt:
    dq 0
    dq 0x00009a010000ffff
    dq 0x000092010000ffff
