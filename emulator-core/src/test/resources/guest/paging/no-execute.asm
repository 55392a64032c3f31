; EFER.NXE: fetches from XD pages fault with the I bit.
%include "harness.inc"
pointers    equ 0x100000
directory   equ 0x101000
table       equ 0x102000
frame       equ 0x110000
main:
    mov edi, pointers
    mov ecx, 0x1000
    xor eax, eax
    rep stosd
    mov dword [pointers], directory | 1
    mov dword [directory], 0x87
    mov dword [directory + 8], table | 7
    mov dword [table], frame | 7
    mov dword [table + 4], 0x80000000
    mov dword [table + 8], frame | 7
    mov byte [frame], 0xc3                  ; RET
    mov ecx, 0xc0000080
    rdmsr
    or eax, 0x800
    wrmsr
    mov eax, cr4
    or eax, 0x20
    mov cr4, eax
    mov eax, pointers
    mov cr3, eax
    mov eax, cr0
    or eax, 0x80000000
    mov cr0, eax
    mov dword [tried_at], 0
    mov ebx, 0x200000
    TRY "read", mov al, [ebx]
    TRY "fetch", call ebx
    SHOW "eip", [last_eip]
    mov eax, cr2
    SHOW "cr2", eax
    PRINT {10}
    mov ebx, 0x201000
    TRY "fetch of another page", call ebx
    TRY3 "absent, user fetch", jmp CODE3:0x203000
    mov dword [directory + 12], 0x80000000
    mov eax, cr3
    mov cr3, eax
    TRY "XD in the directory", call ebx
    ret
