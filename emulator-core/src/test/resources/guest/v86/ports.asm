; The I/O permission bitmap: in ring 3 below IOPL, in virtual-8086 mode always.
%include "harness.inc"
main:
    mov word [tss + 0x66], 0x100
    mov edi, tss + 0x100
    mov ecx, 0x2000 / 4
    xor eax, eax
    rep stosd
    mov byte [edi], 0xff
    mov byte [tss + 0x100 + 0x80 / 8], 0x0f     ; ports 80h to 83h are refused
    TRY3 "80h", out 0x80, al
    TRY3 "84h", out 0x84, al
    TRY3 "7Fh, byte", out 0x7f, al
    TRY3 "7Fh, word", out 0x7f, ax
    TRY3 "7Dh, dword", out 0x7d, eax
    TRY3 "7Ch, dword", out 0x7c, eax
    mov edx, 0x80
    mov esi, 0x3f000
    TRY3 "OUTSB", outsb
    mov edi, 0x3f000
    TRY3 "INSB", insb
    mov edx, 0xffff
    TRY3 "FFFFh", in al, dx
    TRY3 "FFFFh, word", in ax, dx
    mov dword [ring3_flags], 0x3000
    TRY3 "80h at IOPL 3", in al, 0x80
    V86 "V86 at IOPL 3: 80h", in al, 0x80
    V86 "V86 at IOPL 3: 84h", in al, 0x84
    mov dword [ring3_flags], 0
    mov word [tss + 0x66], 0x2100
    TRY3 "a map at the limit", in al, 0x84
    mov word [tss + 0x66], 0x20fe
    TRY3 "a map of one byte", in al, 0x04
    TRY3 "a map of one byte, port 8", in al, 0x08
    ret
