; HLT with interrupts off and nothing that could wake the CPU.
%include "harness.inc"
main:
    PRINT {"before", 10}
    cli
    hlt
