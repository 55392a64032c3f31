; CR4.PVI: in ring 3 below IOPL, CLI and STI work on VIF.
%include "harness.inc"
main:
    mov eax, cr4
    or eax, 2
    mov cr4, eax
    TRY3 "STI", sti
    SHOW "flags", [last_flags]
    PRINT {10}
    mov dword [ring3_flags], 0x80000
    TRY3 "CLI", cli
    SHOW "flags", [last_flags]
    PRINT {10}
    mov dword [ring3_flags], 0x100000
    TRY3 "STI with VIP", sti
    TRY3 "PUSHF", call flags
    SHOW "pushed", ecx
    PRINT {10}
    mov dword [ring3_flags], 0x3000
    TRY3 "STI at IOPL 3", sti
    SHOW "flags", [last_flags]
    ret
flags:
    pushfd
    pop ecx
    ret
