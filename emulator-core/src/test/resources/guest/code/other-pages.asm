; Code in other pages is rewritten: through its own address, through another linear address of the same frame, and while the
; page is mapped elsewhere. The function adds its operand to EDX.
%include "harness.inc"
%include "paging.inc"
ROUNDS equ 30
function equ 0x400000
alias equ 0x401000
%macro SUM 1
    PRINT {%1}
    mov ecx, 1
    xor edx, edx
%endmacro
%macro RESULT 0
    SHOW "", edx
    PRINT {10}
%endmacro
; Copies a function to an address: ADD EDX, 0; RET
%macro FUNCTION 1
    mov dword [%1], 0xc300c283
%endmacro

main:
    call enable_paging
    MAP 0, frame_a | P | W
    MAP 1, frame_a | P | W
    FUNCTION frame_a
    FUNCTION frame_b

    SUM "through its own address"
.own:
    mov [function + 2], cl
    call function
    inc ecx
    cmp ecx, ROUNDS
    jbe .own
    RESULT

    SUM "through another one"
.other:
    mov [alias + 2], cl
    call function
    inc ecx
    cmp ecx, ROUNDS
    jbe .other
    RESULT

    SUM "executed at both"
.both:
    mov [function + 2], cl
    call alias
    mov [alias + 2], byte 1
    call function
    inc ecx
    cmp ecx, ROUNDS
    jbe .both
    RESULT

    SUM "through the identity map"
.identity:
    mov [frame_a + 2], cl
    call function
    call alias
    inc ecx
    cmp ecx, ROUNDS
    jbe .identity
    RESULT

    SUM "by code in the same frame, at another address"
    mov dword [frame_a + 0x10], 0x00020d88      ; MOV [function + 2], CL; RET
    mov dword [frame_a + 0x14], 0x00c30040
.same:
    call alias + 0x10
    call function
    inc ecx
    cmp ecx, ROUNDS
    jbe .same
    RESULT

    ; The function lies in another frame: nothing is rewritten, but INVLPG.
    SUM "remapped by INVLPG"
    mov byte [frame_a + 2], 1
    mov byte [frame_b + 2], 0x10
.invlpg:
    mov eax, frame_a | P | W
    test cl, 1
    jz .set
    mov eax, frame_b | P | W
.set:
    MAP 0, eax
    call function
    inc ecx
    cmp ecx, ROUNDS
    jbe .invlpg
    RESULT

    SUM "remapped by CR3"
.cr3:
    xor dword [table1], frame_a ^ frame_b
    mov eax, cr3
    mov cr3, eax
    call function
    inc ecx
    cmp ecx, ROUNDS
    jbe .cr3
    RESULT

    ; The page that is executed is remapped by itself: the next instruction comes from the other frame.
    PRINT "remaps itself"
    MAP 0, frame_a | P | W
    mov esi, .remaps
    mov edi, frame_a + 0x20
    mov ecx, .remaps_end - .remaps
    push esi
    push ecx
    rep movsb
    pop ecx
    pop esi
    mov edi, frame_b + 0x20
    rep movsb
    mov byte [frame_b + 0x20 + .remaps_operand - .remaps], 0x10
    mov ecx, 1
    xor edx, edx
.itself:
    call function + 0x20
    inc ecx
    cmp ecx, ROUNDS
    jbe .itself
    RESULT

    ; A function whose last instruction crosses into a page that is rewritten, then remapped.
    MAP 0, frame_a | P | W
    MAP 1, frame_b | P | W
    mov dword [frame_a + 0xffe], 0xc281         ; ADD EDX, dword; the operand is in the second page
    mov dword [frame_b], 0
    mov byte [frame_b + 4], 0xc3
    mov dword [frame_c], 0x100
    mov byte [frame_c + 4], 0xc3
    SUM "an instruction across pages"
.across:
    mov [alias], cl
    call function + 0xffe
    inc ecx
    cmp ecx, ROUNDS
    jbe .across
    RESULT
    SUM "its second page remapped"
.tail:
    xor dword [table1 + 4], frame_b ^ frame_c
    invlpg [alias]
    call function + 0xffe
    inc ecx
    cmp ecx, ROUNDS
    jbe .tail
    RESULT
    ret

.remaps:
    xor dword [table1], frame_a ^ frame_b
    invlpg [function]
    db 0x83, 0xc2                       ; ADD EDX, byte
.remaps_operand:
    db 1
    ret
.remaps_end:
