; 16-bit stacks use SP alone, 16-bit operands of ESP the low half.
%define REAL_MODE
%include "harness.inc"
main:
    mov edx, esp
    or esp, 0x12340000
    push word 0x5678
    pop ax
    mov ebx, esp
    mov esp, edx
    call print_hex16
    PRINT " "
    mov eax, ebx
    shr eax, 16
    call print_hex16
    PRINT {10}
    enter 4, 0
    mov ebx, ebp
    leave
    mov eax, ebx
    shr eax, 16
    call print_hex16
    ret
