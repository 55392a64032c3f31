; PAE: three levels, 2 MiB pages, reserved bits.
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
    mov dword [directory], 0x87             ; the first 2 MiB
    mov dword [directory + 8], table | 7
    mov dword [table], frame | 7
    mov dword [table + 8], frame | 1
    mov dword [frame], 0xaaaaaaaa
    mov eax, cr4
    or eax, 0x20
    mov cr4, eax
    mov eax, pointers
    mov cr3, eax
    mov eax, cr0
    or eax, 0x80010000
    mov cr0, eax
    mov eax, [0x200000]
    SHOW "small page", eax
    SHOW "entry", [table]
    SHOW "directory", [directory + 8]
    PRINT {10}
    TRY "read-only", mov [0x201000], eax
    TRY3 "supervisor", mov eax, [0x201000]
    TRY "absent page", mov eax, [0x202000]
    TRY "absent directory", mov eax, [0x400000]
    TRY "absent pointer", mov eax, [0x40000000]
    mov dword [table + 12], 0x80000000
    invlpg [0x201000]
    TRY "XD without NXE", mov eax, [0x201000]
    mov dword [table + 12], 0x10
    invlpg [0x201000]
    TRY "reserved bit 36", mov eax, [0x201000]
    mov dword [table + 12], 0
    mov dword [directory], 0x2087
    TRY "reserved bit of a large page", call reload
    ret
reload:
    mov dword [directory + 16], 0x2087
    mov dword [directory], 0x87
    mov eax, [0x400000]
    ret
