; A push that page-faults leaves ESP and everything else as it was, and can be restarted.
%include "harness.inc"
%include "paging.inc"
main:
    call enable_paging
    MAP 0, 0
    VECTOR 14, 0x8e, CODE0, handler
    mov eax, esp
    mov [saved_esp], eax
    mov ebp, 0x400008                       ; the page above is there
    MAP 0, 0
    mov esi, user
    mov edi, user
    push dword DATA3
    push dword 0x400800
    push dword 2
    push dword CODE3
    push edi
    iretd
user:
    mov eax, 0x12345678
    push eax
    pusha
    call .next
.next:
    int BACK
handler:
    push eax
    mov eax, cr2
    SHOW "cr2", eax
    SHOW "error", [esp + 4]
    SHOW "esp", [esp + 20]
    PRINT {10}
    MAP 0, frame_a | P | W | U
    pop eax
    add esp, 4
    mov dword [resume], done
    iretd
done:
    PRINT {10}
    SHOW "pushed", [frame_a + 0x7fc]
    SHOW "esp", [last_esp]
    ret
