; The frame of an interrupt from ring 3 holds the outer stack; registers and data segments stay.
%include "harness.inc"
main:
    VECTOR 0x20, 0xee, CODE0, handler
    mov dword [resume], .back
    mov [saved_esp], esp
    mov edi, user
    jmp enter_ring3
.back:
    SHOW " back with ss", [last_ss]
    SHOW "esp", [last_esp]
    ret
user:
    mov esp, 0x34567890
    int 0x20
.next:
    mov esp, STACK3
    int BACK
handler:
    mov eax, [esp]
    sub eax, user.next
    SHOW "eip", eax
    SHOW "cs", [esp + 4]
    SHOW "flags", [esp + 8]
    SHOW "esp", [esp + 12]
    SHOW "ss", [esp + 16]
    mov eax, esp
    SHOW "now", eax
    mov ax, ds
    movzx eax, ax
    SHOW "ds", eax
    iretd
