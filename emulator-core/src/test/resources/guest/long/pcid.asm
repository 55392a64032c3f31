; CR4.PCIDE, bit 63 of MOV to CR3, and INVPCID.
%include "harness64.inc"
%macro TYPE 2
    mov ecx, %2
    TRY %1, invpcid rcx, [descriptor]
%endmacro
; Where linear 400000h leads in the present address space: the page's first qword.
%macro SEEN 1
    mov rax, [0x400000]
    SHOW %1, rax
%endmacro
%macro LEAD 1
    mov qword [pd + 16], %1 | 0x87
%endmacro
main:
    mov qword [0x1f0000], 0x11
    mov qword [0x3f0000], 0x22
    ; 400000h by a table: page 0 is 1f0000h or 3f0000h
    mov qword [pd + 16], 0x103000 | 7
    mov qword [0x103000], 0x1f0000 | 7
    mov rax, cr4
    bts rax, 17
    mov rdx, pml4 | 0x18
    mov cr3, rdx
    TRY "PCIDE with CR3[11:0] not zero", mov cr4, rax
    mov rdx, pml4
    mov cr3, rdx
    TRY "INVPCID without PCIDE", invpcid rcx, [descriptor]
    TRY "PCIDE", mov cr4, rax
    mov rax, pml4 | 1
    TRY "address space 1", mov cr3, rax
    SEEN " there"
    mov qword [0x103000], 0x3f0000 | 7
    SEEN "still known"
    mov rdx, pml4 | 2
    bts rdx, 63
    mov cr3, rdx
    SEEN "in space 2"
    mov rdx, pml4 | 1
    bts rdx, 63
    mov cr3, rdx
    mov rdx, cr3
    SHOW "cr3", rdx
    PRINT {10}
    mov rdx, pml4 | 1
    mov cr3, rdx
    SEEN " flushed"
    PRINT {10}
    mov rdx, 1 << 40
    TRY "CR3 beyond the physical address", mov cr3, rdx
    mov rax, cr0
    btr rax, 31
    COMPAT "PG off with PCIDE", mov cr0, eax
    ; INVPCID
    mov qword [descriptor], 1
    mov qword [descriptor + 8], 0x400000
    mov qword [0x103000], 0x1f0000 | 7
    TYPE "one page", 0
    SEEN " seen"
    PRINT {10}
    mov qword [0x103000], 0x3f0000 | 7
    TYPE "one space", 1
    SEEN " seen"
    PRINT {10}
    mov qword [0x103000], 0x1f0000 | 7
    TYPE "everything but global pages", 3
    SEEN " seen"
    PRINT {10}
    mov qword [0x103000], 0x3f0000 | 7
    TYPE "everything", 2
    SEEN " seen"
    PRINT {10}
    TYPE "type 4", 4
    mov qword [descriptor], 0x1000
    TYPE "PCID of 13 bits", 1
    TYPE "PCID of 13 bits, everything", 2
    mov qword [descriptor], 1
    mov rax, 0x800000000000
    mov [descriptor + 8], rax
    TYPE "address not canonical", 0
    TRY3 "ring 3", invpcid rcx, [descriptor]
    mov rdx, pml4
    mov cr3, rdx
    mov rax, cr4
    btr rax, 17
    TRY "PCIDE off", mov cr4, rax
    mov qword [descriptor], 1
    TYPE "PCID 1 without PCIDE", 1
    mov qword [descriptor], 0
    TYPE "PCID 0 without PCIDE", 1
    ret
    align 16
descriptor: dq 0, 0
