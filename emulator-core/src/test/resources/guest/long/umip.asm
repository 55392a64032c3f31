; CR4.UMIP keeps SGDT, SIDT, SLDT, SMSW and STR from levels above 0.
%include "harness64.inc"
%macro ALL 1
    %1 "sgdt", sgdt [store]
    %1 "sidt", sidt [store]
    %1 "sldt", sldt eax
    %1 "str", str eax
    %1 "smsw", smsw eax
    %1 "sldt to memory", sldt [store]
%endmacro
main:
    ALL TRY3
    mov rax, cr4
    bts rax, 11
    mov cr4, rax
    PRINT {"UMIP", 10}
    ALL TRY
    ALL TRY3
    COMPAT3 "sgdt in compatibility mode", sgdt [store]
    TRY3 "lar", lar ax, cx
    ret
store: times 2 dq 0
