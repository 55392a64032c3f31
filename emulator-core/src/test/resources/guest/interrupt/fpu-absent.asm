; #NM by EM, TS and MP.
%include "harness.inc"
%macro WITH 2
    mov eax, cr0
    and eax, ~0xe
    or eax, %2
    mov cr0, eax
    PRINT {%1, 10}
    TRY "  FNOP", fnop
    TRY "  WAIT", wait
%endmacro
main:
    WITH "none", 0
    WITH "EM", 4
    WITH "TS", 8
    WITH "MP", 2
    WITH "TS and MP", 10
    WITH "EM and TS", 12
    WITH "EM and MP", 6
    clts
    mov eax, cr0
    and eax, 0xe
    SHOW "after CLTS", eax
    ret
