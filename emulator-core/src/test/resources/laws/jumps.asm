; Calls through a register to three functions that lie anywhere near, and jumps through another one. Loaded and entered at 10000h in
; flat 32-bit protected mode; EAX is the sum. Ends with HLT.
    cpu 686
    bits 32
    org 0x10000

    mov esp, 0x30000
    xor eax, eax
    mov ecx, 3000
again:
    mov edx, ecx
    and edx, 3
    mov ebx, one
    mov esi, two
    cmp edx, 1
    cmove ebx, esi
    mov esi, three
    cmp edx, 2
    cmove ebx, esi
    call ebx
    mov edi, odd
    mov esi, even
    test eax, 1
    cmovz edi, esi
    jmp edi
    times 64 nop
odd:
    rol eax, 3
even:
    dec ecx
    jnz again
    cli
    hlt
    times 96 nop
one:
    add eax, ecx
    ret
two:
    xor eax, 0x5555
    ret
three:
    lea eax, [eax * 3 + 1]
    ret
