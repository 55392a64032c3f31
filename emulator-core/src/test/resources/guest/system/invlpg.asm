; INVLPG needs memory, and no access happens.
%include "harness.inc"
main:
    TRY "far away", invlpg [0xfffff000]
    SEGMENT 0x40, 0, 0xff, 0x92, 0x4
    mov eax, 0x40
    mov fs, ax
    TRY "beyond the limit", invlpg [fs:0x1000]
    TRY "register form", db 0x0f, 0x01, 0xf8
    ret
