; Reserved bits of the directory pointers are #GP when they are loaded.
%include "harness.inc"
pointers    equ 0x100000
directory   equ 0x101000
main:
    mov edi, pointers
    mov ecx, 0x800
    xor eax, eax
    rep stosd
    mov dword [pointers], directory | 1
    mov dword [directory], 0x87
    mov eax, cr4
    or eax, 0x20
    mov cr4, eax
    mov dword [pointers + 8], directory | 3
    mov eax, pointers
    TRY "CR3 while paging is off", mov cr3, eax
    mov eax, cr0
    or eax, 0x80000000
    TRY "enabling paging", mov cr0, eax
    mov dword [pointers + 8], directory | 2
    TRY "not present, so not checked", mov cr0, eax
    mov dword [pointers + 16], directory | 0x21
    mov eax, pointers
    TRY "CR3", mov cr3, eax
    mov dword [pointers + 16], 0
    mov dword [pointers], 0
    TRY "the pointers are in registers", mov ebx, [0x1000]
    ret
