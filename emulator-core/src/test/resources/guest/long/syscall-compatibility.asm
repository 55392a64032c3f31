; SYSCALL and SYSRET are undefined in compatibility mode.
%include "harness64.inc"
main:
    COMPAT3 "syscall in ring 3", db 0x0f, 0x05
    COMPAT "syscall in ring 0", db 0x0f, 0x05
    COMPAT3 "sysret in ring 3", db 0x0f, 0x07
    COMPAT "sysret in ring 0", db 0x0f, 0x07
    COMPAT "swapgs", db 0x0f, 0x01, 0xf8
    COMPAT "rdfsbase", db 0xf3, 0x0f, 0xae, 0xc0
    COMPAT "push es", push es
    ret
