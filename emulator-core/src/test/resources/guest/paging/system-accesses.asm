; The CPU's own accesses to tables are the supervisor's: descriptors, TSS and IDT may lie in supervisor pages.
%include "harness.inc"
%include "paging.inc"
main:
    call enable_paging
    and dword [table0 + 4 * (tss >> 12)], ~U
    and dword [table0 + 4 * (idt >> 12)], ~U
    mov eax, cr3
    mov cr3, eax
    TRY3 "interrupt", int 0x30
    TRY3 "segment load", mov es, ax
    mov eax, DATA3
    TRY3 "a good one", mov es, ax
    TRY3 "the TSS itself", mov eax, [tss]
    and dword [table0 + 4 * 0x10], ~U       ; the page of the GDT and of the program
    mov eax, cr3
    mov cr3, eax
    TRY3 "the code itself", nop
    ret
