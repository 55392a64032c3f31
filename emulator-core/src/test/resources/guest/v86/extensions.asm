; CR4.VME: below IOPL 3, CLI, STI, PUSHF, POPF and IRET work on VIF.
%include "harness.inc"
main:
    mov eax, cr4
    or eax, 1
    mov cr4, eax
    mov word [tss + 0x66], 0x100
    mov edi, tss + 0x100 - 32
    mov ecx, 8
    mov eax, -1
    rep stosd                               ; INT n goes to the monitor
    mov byte [tss + 0x100 - 32 + BACK / 8], 0xfe ; but for INT 30h and 20h
    mov byte [tss + 0x100 - 32 + 0x20 / 8], 0xfe
    mov word [0x20 * 4], R(handler)
    mov word [0x20 * 4 + 2], 0x1000
    mov word [BACK * 4], R(leave_v86)
    mov word [BACK * 4 + 2], 0x1000
    mov dword [v86_flags], 0x20002
%macro FLAGS 0
    mov eax, [last_flags]
    SHOW "flags", eax
    PRINT {10}
%endmacro
    V86 "STI", sti
    FLAGS
    mov dword [v86_flags], 0xa0002
    V86 "CLI", cli
    FLAGS
    V86 "PUSHF", pushf
    movzx eax, word [0x27ffe]
    SHOW "pushed", eax
    PRINT {10}
    V86 "PUSHFD", pushfd
    mov word [0x28000], 0x0002
    V86 "POPF without IF", popf
    FLAGS
    mov dword [v86_flags], 0x20002
    mov word [0x28000], 0x7ed7 & ~0x100
    V86 "POPF with IF", popf
    FLAGS
    V86 "POPFD", popfd
    mov word [0x28000], 0x0102
    V86 "POPF with TF", popf
    mov dword [v86_flags], 0x120002
    V86 "STI with VIP", sti
    mov word [0x28000], 0x0202
    V86 "POPF with IF and VIP", popf
    mov dword [v86_flags], 0xa0002
    V86 "INT 20h", int 0x20
    movzx eax, word [0x27ffe]
    SHOW "pushed", eax
    SHOW "inside", ebx
    FLAGS
    V86 "INT 21h", int 0x21
    V86 "INT3", int3
    ret
    bits 16
handler:
    mov eax, 0
    pushf
    pop bx
    iret
leave_v86:                          ; back to the instruction behind INT 30h, and out by a fault
    add sp, 6
    hlt
    bits 32
