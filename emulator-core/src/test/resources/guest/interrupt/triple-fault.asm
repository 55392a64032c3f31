; A fault in the delivery of a double fault shuts the CPU down.
%include "harness.inc"
main:
    PRINT {"before", 10}
    mov word [idt_pointer], 0
    lidt [idt_pointer]
    ud2
