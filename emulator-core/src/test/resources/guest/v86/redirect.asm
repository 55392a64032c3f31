; The interrupt redirection bitmap, at every IOPL.
%include "harness.inc"
main:
    mov eax, cr4
    or eax, 1
    mov cr4, eax
    mov word [tss + 0x66], 0x100
    mov edi, tss + 0x100 - 32
    mov ecx, 8
    mov eax, -1
    rep stosd
    mov word [0x20 * 4], R(handler)
    mov word [0x20 * 4 + 2], 0x1000
    mov byte [idt + 0x20 * 8 + 5], 0xee
    mov dword [v86_flags], 0x23202
    V86 "IOPL 3, to the monitor", int 0x20
    mov dword [v86_flags], 0x20202
    V86 "IOPL 0, to the monitor", int 0x20
    mov byte [tss + 0x100 - 32 + 0x20 / 8], 0xfe
    mov dword [v86_flags], 0x23202
    V86 "IOPL 3, redirected", int 0x20
    SHOW "inside", ebx
    movzx eax, word [0x27ffe]
    SHOW "pushed", eax
    PRINT {10}
    mov dword [v86_flags], 0x20202
    V86 "IOPL 0, redirected", int 0x20
    movzx eax, word [0x27ffe]
    SHOW "pushed", eax
    PRINT {10}
    mov word [tss + 0x66], 0x2200
    V86 "a map beyond the TSS", int 0x20
    ret
    bits 16
handler:
    pushf
    pop bx
    hlt
    bits 32
