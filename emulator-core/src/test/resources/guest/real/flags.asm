; FLAGS in real mode: NT and IOPL can be set, reserved bits cannot.
%define REAL_MODE
%include "harness.inc"
main:
    push word 0xfeff
    popf
    pushf
    pop ax
    push word 2
    popf
    call print_hex16
    PRINT {10}
    push word 0
    popf
    pushf
    pop ax
    call print_hex16
    PRINT {10}
    push dword 0xffdffeff
    popfd
    pushfd
    pop eax
    push word 2
    popf
    push ax
    shr eax, 16
    call print_hex16
    pop ax
    call print_hex16
    ret
