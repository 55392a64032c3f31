; The BIOS32 service directory ("_32_", Standard BIOS 32-bit Service Directory Proposal 0.4) with one service: $PCI.

BIOS32_ENTRY    equ     bios32_entry - $$
BIOS32_SUM      equ     '_' + '3' + '2' + '_' + (BIOS32_ENTRY & 0xFF) + (BIOS32_ENTRY >> 8) + 0x0F + 1

        align   16, db 0
bios32_directory:
        db      "_32_"
        dd      0xF0000 + bios32_entry
        db      0                       ; revision
        db      1                       ; paragraphs
        db      -BIOS32_SUM & 0xFF
        times   5 db 0

        bits    32
; EAX = service, BL = 0: AL = 0, EBX = base, ECX = length, EDX = entry offset.
bios32_entry:
        pushfd
        test    bl, bl
        jnz     .bad
        cmp     eax, "$PCI"
        jne     .absent
        mov     ebx, 0xF0000
        mov     ecx, 0x10000
        mov     edx, pci32_entry
        mov     al, 0x00
        popfd
        retf
.absent:
        mov     al, 0x80
        popfd
        retf
.bad:   mov     al, 0x81
        popfd
        retf

; PCI BIOS in 32-bit code: AH=B1h, AL = function.
pci32_entry:
        pushfd
        cld
        pushad
        mov     ebp, esp
        cmp     byte [ebp + R_AH], 0xB1
        jne     .other
        call    pci32_service
        jc      .failed
        popad
        popfd
        clc
        retf
.other: mov     byte [ebp + R_AH], PCI_UNSUPPORTED
.failed:
        popad
        popfd
        stc
        retf

%define PCI(name)       pci32_ %+ name
%define FRAME           ebp
%include "pcibody.inc"
%undef PCI
%undef FRAME
        bits    16
