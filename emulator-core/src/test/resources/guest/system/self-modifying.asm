; Code that changes the instruction it is about to run, in the same block, by a word across two instructions, and by REP.
%include "harness.inc"
main:
    mov ecx, 3
.loop:
    mov byte [.patch + 1], cl
.patch:
    mov al, 0
    movzx eax, al
    SHOW "al", eax
    loop .loop
    PRINT {10}
    mov ebx, .next
    mov byte [ebx], 0x40                    ; INC EAX in place of NOP
    xor eax, eax
.next:
    nop
    SHOW "eax", eax
    mov edi, .target
    mov al, 0x43                            ; INC EBX
    mov ecx, 4
    xor ebx, ebx
    rep stosb
.target:
    nop
    nop
    nop
    nop
    SHOW "ebx", ebx
    PRINT {10}
    ; a function copied to fresh memory, run, changed, run again
    mov dword [0x3f000], 0x000001b8
    mov word [0x3f004], 0xc300
    mov eax, 0x3f000
    call eax
    SHOW "first", eax
    mov byte [0x3f001], 2
    mov eax, 0x3f000
    call eax
    SHOW "second", eax
    ret
