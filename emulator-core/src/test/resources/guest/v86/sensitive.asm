; The IOPL-sensitive instructions of virtual-8086 mode: #GP(0) below IOPL 3, ordinary at 3.
%include "harness.inc"
%macro ALL 0
    V86 "CLI", cli
    V86 "STI", sti
    V86 "PUSHF", pushf
    V86 "POPF", popf
    V86 "PUSHFD", pushfd
    V86 "POPFD", popfd
    V86 "IRET", iret
    V86 "INT 20h", int 0x20
    V86 "INT3", int3
    V86 "IN", in al, 0x80
%endmacro
main:
    mov byte [idt + 0x20 * 8 + 5], 0xee
    ; what POPF and IRET find on the stack at 2000h:8000h
    mov word [0x28000], 2
    mov dword [v86_flags], 0x20002
    PRINT {"IOPL 0", 10}
    ALL
    mov dword [v86_flags], 0x23002
    mov word [0x28000], R(back)
    mov word [0x28002], 0x1000
    mov word [0x28004], 2
    PRINT {"IOPL 3", 10}
    ALL
    ret
    bits 16
back:
    int BACK
    bits 32
