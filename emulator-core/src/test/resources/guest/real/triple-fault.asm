; Without a usable IDT even #DF cannot be delivered.
%define REAL_MODE
%include "harness.inc"
main:
    PRINT {"before", 10}
    lidt [R(pointer)]
    ud2
pointer: dw 0, 0, 0
