; An interrupt gate clears IF, a trap gate does not; both clear TF and NT.
%include "harness.inc"
main:
    VECTOR 0x20, 0x8e, CODE0, handler
    VECTOR 0x21, 0x8f, CODE0, handler
    push dword 0x4202
    popfd
    int 0x20
    int 0x21
    pushfd
    pop eax
    SHOW "after", eax
    push dword 2
    popfd
    ret
handler:
    pushfd
    pop eax
    SHOW "inside", eax
    SHOW "pushed", [esp + 8]
    PRINT {10}
    iretd
