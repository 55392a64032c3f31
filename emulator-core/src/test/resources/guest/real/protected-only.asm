; Instructions that exist in protected mode alone are #UD; others work.
%define REAL_MODE
%include "harness.inc"
main:
    TRY "SLDT", sldt ax
    TRY "STR", str ax
    TRY "LLDT", lldt ax
    TRY "LTR", ltr ax
    TRY "VERR", verr ax
    TRY "VERW", verw ax
    TRY "LAR", lar ax, ax
    TRY "LSL", lsl ax, ax
    TRY "ARPL", arpl ax, ax
    TRY "SMSW", smsw ax
    TRY "CLTS", clts
    TRY "MOV from CR0", mov eax, cr0
    TRY "SGDT", sgdt [R(buffer)]
    TRY "SYSENTER", sysenter
    TRY "SYSEXIT", sysexit
    TRY "RDTSC", rdtsc
    TRY "IN", in al, 0x80
    TRY "INVLPG", invlpg [0]
    TRY "LOCK", db 0xf0, 0x90
    TRY "16 bytes", db 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x90
    ret
buffer: times 8 db 0
