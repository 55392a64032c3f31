; What IA-32e mode asks for before it begins, and EFER.LMA on the way in and out. No exception can be taken inside.
%include "harness.inc"
EFER    equ 0xc0000080
PG      equ 0x80000000
pml4    equ 0x100000
%macro SET_EFER 1
    mov ecx, EFER
    xor edx, edx
    mov eax, %1
    wrmsr
%endmacro
%macro SET_EFER_HIGH 0
    mov ecx, EFER
    mov edx, 1
    mov eax, 0x100
    wrmsr
%endmacro
%macro SHOW_EFER 1
    mov ecx, EFER
    rdmsr
    SHOW %1, eax
    PRINT {10}
%endmacro
main:
    mov edi, pml4
    mov ecx, 3 * 1024
    xor eax, eax
    rep stosd
    mov dword [pml4], pml4 + 0x1000 | 7
    mov dword [pml4 + 0x1000], pml4 + 0x2000 | 7
    mov dword [pml4 + 0x2000], 0x87
    mov dword [pml4 + 0x2008], 0x200087
    mov eax, pml4
    mov cr3, eax
    TRY "reserved bit of EFER", SET_EFER 2
    TRY "upper half of EFER", SET_EFER_HIGH
    TRY "LME", SET_EFER 0x100
    SHOW_EFER " efer"
    TRY "LMA is not written", SET_EFER 0x500
    SHOW_EFER " efer"
    mov eax, cr0
    or eax, PG
    TRY "PG without PAE", mov cr0, eax
    mov edx, cr4
    or edx, 0x20020
    TRY "PCIDE outside IA-32e mode", mov cr4, edx
    mov edx, cr4
    or edx, 0x20
    mov cr4, edx
    SEGMENT 0x40, tss2, 0x2b, 0x81, 0
    mov dx, 0x40
    ltr dx
    TRY "PG with a 16-bit task", mov cr0, eax
    mov byte [gdt + TASK + 5], 0x89
    mov dx, TASK
    ltr dx
    SEGMENT 0x48, 0, 0xfffff, 0x9b, 0xe
    jmp 0x48:.long_code
.long_code:
    TRY "PG in code with L", mov cr0, eax
    mov ebx, cr0
    SHOW " cr0", ebx
    PRINT {10}
    ; in and out
    mov cr0, eax
    jmp CODE0:.inside
.inside:
    SHOW_EFER " compatibility mode, efer"
    and eax, 0
    mov eax, cr0
    and eax, ~PG
    mov cr0, eax
    SHOW_EFER " outside, efer"
    TRY "an exception again", ud2
    SET_EFER 0
    SHOW_EFER " off, efer"
    ret
