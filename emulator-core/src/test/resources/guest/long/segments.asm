; Loads of segment registers and of the tables' registers in IA-32e mode.
%include "harness64.inc"
GAP     equ 0x800000000000
%macro LOAD 3
    mov eax, %2
    TRY %1, mov %3, eax
%endmacro
%macro LOAD3 3
    mov eax, %2
    TRY3 %1, mov %3, eax
%endmacro
%macro LOADC 3
    mov eax, %2
    COMPAT %1, mov %3, eax
%endmacro
%macro SYSTEM 3
    mov eax, %2
    TRY %1, %3 ax
%endmacro
main:
    LOAD "null DS", 0, ds
    LOAD "null DS with RPL 3", 3, ds
    TRY "through a null DS", mov eax, [number]
    LOAD "null SS", 0, ss
    LOAD "null SS with RPL 3", 3, ss
    TRY "push with a null SS", push rax
    pop rax
    LOAD "SS", DATA0, ss
    LOAD3 "null SS in ring 3", 3, ss
    LOAD3 "null SS with RPL 0 in ring 3", 0, ss
    LOADC "null SS in compatibility mode", 0, ss
    LOADC "null DS in compatibility mode", 0, ds
    LOAD "null DS", 0, ds
    LOAD "64-bit code as DS", CODE0, ds
    LOAD "code as SS", CODE0, ss
    LOAD "DS beyond the GDT", GDT_END, ds
    LOAD "CS", DATA0, cs
    LOAD3 "DS of ring 0 in ring 3", DATA0, ds
    mov eax, DATA0
    mov ds, eax
    ; LTR and LLDT
    SYSTEM "busy task", TASK, ltr
    SYSTEM "null task", 0, ltr
    SEGMENT 0x58, tss, 0x67, 0x81, 0
    UPPER 0x58, 0, 0
    SYSTEM "16-bit task", 0x58, ltr
    SEGMENT 0x58, tss, 0x67, 0x09, 0
    SYSTEM "absent task", 0x58, ltr
    SEGMENT 0x58, tss, 0x67, 0x89, 0
    UPPER 0x58, 0, 0x100
    SYSTEM "upper type not zero", 0x58, ltr
    UPPER 0x58, 0x8000, 0
    SYSTEM "base not canonical", 0x58, ltr
    UPPER 0x58, 0, 0xffff00ff
    SYSTEM "task", 0x58, ltr
    mov eax, [gdt + 0x5c]
    SHOW " busy", rax
    str rbx
    SHOW "str", rbx
    PRINT {10}
    SEGMENT 0x98, tss, 0x67, 0x89, 0
    SYSTEM "task that runs beyond the GDT", 0x98, ltr
    SEGMENT 0x98, ldt, 0x3f, 0x82, 0
    SYSTEM "table that runs beyond the GDT", 0x98, lldt
    SYSTEM "local table", LOCAL, lldt
    mov rbx, -1
    sldt rbx
    SHOW " sldt", rbx
    mov rbx, -1
    sldt ebx
    SHOW "sldt", rbx
    mov rbx, -1
    sldt bx
    SHOW "sldt", rbx
    PRINT {10}
    mov rax, 0x00cf93000000ffff
    mov [ldt + 8], rax
    LOAD "from the local table", 0x0c, ds
    SYSTEM "null table", 0, lldt
    LOAD "without a local table", 0x0c, ds
    mov eax, DATA0
    mov ds, eax
    ; a table high up
    mov rax, 0xffff800000000000
    mov qword [pml4 + 0x800], pdpt | 7
    SEGMENT 0x70, ldt, 0x3f, 0x82, 0
    UPPER 0x70, 0xffff8000, 0
    SYSTEM "local table in the upper half", 0x70, lldt
    LOAD "from it", 0x0c, ds
    SEGMENT 0x70, ldt, 0x3f, 0x82, 0
    UPPER 0x70, 0x8000, 0
    SYSTEM "base not canonical", 0x70, lldt
    ; LGDT, LIDT
    sgdt [store]
    mov rax, [store + 2]
    SHOW " sgdt", rax
    mov ax, [store]
    movzx eax, ax
    SHOW "limit", rax
    mov ax, [store + 10]
    movzx eax, ax
    SHOW "behind", rax
    PRINT {10}
    mov rax, GAP
    mov [load + 2], rax
    TRY "lgdt not canonical", lgdt [load]
    TRY "lidt not canonical", lidt [load]
    mov rax, 0xffff800000000000 + gdt
    mov [load + 2], rax
    TRY "lgdt in the upper half", lgdt [load]
    mov rax, 0xffff800000000000 + idt
    mov [load + 2], rax
    mov word [load], 0xfff
    TRY "lidt in the upper half", lidt [load]
    TRY "through it", ud2
    COMPAT "from compatibility mode", ud2
    mov eax, 0x10
    TRY "through the GDT there", mov ds, eax
    ; LAR, LSL, VERR, VERW
%macro ASK 2
    mov eax, %2
    mov ebx, 0x55
    lar rbx, eax
    setz cl
    movzx ecx, cl
    mov edx, 0x66
    lsl rdx, eax
    setz bpl
    movzx ebp, bpl
    SHOW {%1, " lar"}, rbx
    SHOW "zf", rcx
    SHOW "lsl", rdx
    SHOW "zf", rbp
    PRINT {10}
%endmacro
    ASK "64-bit code", CODE0
    ASK "task", 0x58
    ASK "local table", LOCAL
    UPPER LOCAL, 0, 0x100
    ASK "upper type not zero", LOCAL
    ASK "beyond the GDT", 0x98
    SEGMENT 0x70, tss, 0x67, 0x81, 0
    UPPER 0x70, 0, 0
    ASK "16-bit task", 0x70
    SEGMENT 0x70, tss, 0x67, 0x85, 0
    ASK "task gate", 0x70
    SEGMENT 0x70, tss, 0x67, 0x8c, 0
    ASK "call gate", 0x70
    SEGMENT 0x70, tss, 0x67, 0x8e, 0
    ASK "interrupt gate", 0x70
    ASK "null", 0
    ret
number: dd 0x1234
store:  times 12 db 0x77
load:   dw GDT_END - 1
    dq 0
