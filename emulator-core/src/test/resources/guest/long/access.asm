; CLAC and STAC, the flags that PUSHFQ and POPFQ move, and the bitmap of ports in a 64-bit TSS.
%include "harness64.inc"
main:
    TRY "stac", stac
    pushfq
    pop rax
    SHOW " flags", rax
    PRINT {10}
    TRY "clac", clac
    pushfq
    pop rax
    SHOW " flags", rax
    PRINT {10}
    TRY3 "stac in ring 3", stac
    TRY3 "clac in ring 3", clac
    ; POPFQ
    mov rcx, 0x3f7ed7               ; IOPL 3, TF off
    push rcx
    popfq
    pushfq
    pop rax
    SHOW " all in ring 0", rax
    PRINT {10}
    push 2
    popfq
    mov qword [other_flags], 0
    mov qword [resume], one
    mov [saved_rsp], rsp
    mov qword [other_rip], user
    mov qword [other_cs], CODE3
    jmp enter_other
user:
    mov rcx, 0x3f7ed7
    push rcx
    popfq
    pushfq
    pop rbx
    push 2
    popfq
    pushfw
    pop ax
    movzx eax, ax
    int BACK
one:
    SHOW " all in ring 3", rbx
    SHOW "a word", rax
    PRINT {10}
    TRY3 "cli", cli
    TRY3 "sti", sti
    TRY3 "hlt", hlt
    TRY3 "in", {in al, 0x61}
    mov word [tss + 0x66], 0x68
    mov byte [tss + 0x68 + 12], 0xfd
    TRY3 "port 61h allowed by the bitmap", {in al, 0x61}
    TRY3 "port 60h not", {in al, 0x60}
    mov byte [tss + 0x68 + 12], 0xff
    TRY3 "port 61h no more", {in al, 0x61}
    ret
