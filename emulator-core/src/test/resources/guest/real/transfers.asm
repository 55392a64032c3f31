; Far transfers of real mode with both operand sizes.
%define REAL_MODE
%include "harness.inc"
main:
    mov [R(saved)], esp
    call 0x1000:R(far16)
    call dword 0x1000:R(far32)
    mov ax, sp
    sub ax, [R(saved)]
    call print_hex16
    PRINT {" left", 10}
    jmp 0x0ff0:R(there) + 0x100
there:
    mov ax, cs
    call print_hex16
    PRINT {" cs", 10}
    jmp dword 0x1000:R(back)
back:
    TRY "32-bit jump beyond", jmp dword 0x1000:0x10000
    TRY "32-bit near jump beyond", call beyond
    pushfd
    push dword 0x1000
    push dword R(.iret)
    o32 iret
.iret:
    PRINT {"iretd", 10}
    ret
far16:
    mov bp, sp
    mov ax, [bp + 2]
    call print_hex16
    PRINT {" far16", 10}
    retf
far32:
    mov bp, sp
    mov ax, [bp + 4]
    call print_hex16
    PRINT {" far32", 10}
    o32 retf
beyond:
    o32 jmp near $ + 0x10000
saved: dd 0
