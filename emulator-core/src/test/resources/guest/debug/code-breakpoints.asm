; Instruction breakpoints are faults; RF in the image lets the instruction run once.
%include "harness.inc"
main:
    VECTOR 1, 0x8e, CODE0, handler
    mov eax, here
    mov dr1, eax
    mov eax, 0x404 | 1 << 2
    mov dr7, eax
    xor ebx, ebx
    mov ecx, 2
again:
    nop
here:
    inc ebx
    loop again
    xor eax, eax
    mov dr7, eax
    SHOW "ran", ebx
    SHOW "trapped", [count]
    SHOW "eip", [where]
    SHOW "dr6", [status]
    PRINT {10}
    ; without RF it would come again and again
    mov dword [limit], 3
    mov dword [count], 0
    mov eax, 0x404 | 1 << 2
    mov dr7, eax
    mov ecx, 1
    jmp here
handler:
    push eax
    mov eax, [esp + 4]
    sub eax, here
    mov [where], eax
    mov eax, dr6
    mov [status], eax
    xor eax, eax
    mov dr6, eax
    inc dword [count]
    cmp dword [limit], 0
    je .resume
    mov eax, [count]
    SHOW "flags", [esp + 12]
    cmp eax, [limit]
    jb .retry
    PRINT "enough"
    jmp finish
.resume:
    or dword [esp + 12], 0x10000
.retry:
    pop eax
    iretd
count:  dd 0
where:  dd 0
status: dd 0
limit:  dd 0
