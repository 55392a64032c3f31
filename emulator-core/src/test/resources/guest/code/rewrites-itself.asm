; Loops that rewrite their own instructions: what is executed is what was stored last.
%include "harness.inc"
ROUNDS equ 40
%macro SUM 1
    PRINT {%1}
    mov ecx, 1
    xor edx, edx
    xor ebx, ebx
%endmacro
%macro RESULT 0
    SHOW "", edx
    PRINT {10}
%endmacro

main:
    SUM "the next instruction"
.next:
    mov [.next_patched + 1], cl
.next_patched:
    mov bl, 0
    add edx, ebx
    inc ecx
    cmp ecx, ROUNDS
    jbe .next
    RESULT

    SUM "two behind, in the middle of an operand"
.operand:
    mov [.operand_patched + 2], cl
    nop
.operand_patched:
    mov ebx, 0xff00ff
    movzx ebx, bh
    add edx, ebx
    inc ecx
    cmp ecx, ROUNDS
    jbe .operand
    RESULT

    SUM "before, in the same loop"
    mov byte [.before + 1], 1
.before:
    mov bl, 0
    add edx, ebx
    inc ecx
    mov [.before + 1], cl
    cmp ecx, ROUNDS
    jbe .before
    RESULT

    SUM "the opcode"
.opcode:
    xor byte [.opcode_patched], 8       ; ADD EDX, ECX or OR EDX, ECX turn by turn: 01 and 09
.opcode_patched:
    or edx, ecx
    inc ecx
    cmp ecx, ROUNDS
    jbe .opcode
    RESULT

    SUM "a jump's distance"
.jump:
    xor byte [.jump_patched + 1], 1     ; over INC EDX or not
.jump_patched:
    jmp short $ + 3
    inc edx
    nop
    inc ecx
    cmp ecx, ROUNDS
    jbe .jump
    RESULT

    SUM "by a repeated string instruction"
    mov [.source + 1], byte 0
.string:
    inc byte [.source + 1]
    push ecx
    mov esi, .source
    mov edi, .string_patched
    mov ecx, 2
    rep movsb
.string_patched:
    nop
    nop
    add edx, ebx
    pop ecx
    inc ecx
    cmp ecx, ROUNDS
    jbe .string
    RESULT

    SUM "by a push"
    mov ebp, esp
.push:
    mov esp, .push_patched + 5
    mov eax, ecx
    push eax                            ; the four bytes of the operand
.push_patched:
    mov ebx, 0
    mov esp, ebp
    add edx, ebx
    inc ecx
    cmp ecx, ROUNDS
    jbe .push
    RESULT

    SUM "what the caller has just executed"
.call:
    call .called
    add edx, 0
    inc ecx
    cmp ecx, ROUNDS
    jbe .call
    RESULT
    ret
.called:
    mov eax, [esp]
    mov [eax + 2], cl                   ; the operand of ADD EDX
    ret

    align 4
.source:
    mov bl, 0
