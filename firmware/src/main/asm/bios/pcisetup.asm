; PCI at POST: addresses for every base register on bus 0, interrupt routes, and the registers of the PIIX functions that
; firmware must set. PCI 2.1; i440FX/PIIX3/PIIX4 data sheets (Intel 290549, 290550, 290562).
; Limits: bus 0 only; no bridges behind it.

PCI_MEM_FIRST   equ     0xE0000000
PCI_IO_FIRST    equ     0xC000

; BX = bus * 256 + device * 8 + function, DI = register. Keep all registers but the result.
pci_select:
        push    eax
        push    dx
        movzx   eax, bx
        shl     eax, 16
        mov     ax, di
        shl     ax, 8
        and     ah, 0xFC
        shr     eax, 8                  ; 0, bus and function, register
        bts     eax, 31
        mov     dx, PCI_ADDRESS
        out     dx, eax
        pop     dx
        pop     eax
        ret

; DX = data port of register DI.
%macro PCI_PORT 0
        mov     dx, di
        and     dx, 3
        add     dx, PCI_DATA
%endmacro

pci_read8:
        call    pci_select
        push    dx
        PCI_PORT
        in      al, dx
        pop     dx
        ret
pci_read16:
        call    pci_select
        push    dx
        PCI_PORT
        in      ax, dx
        pop     dx
        ret
pci_read32:
        call    pci_select
        push    dx
        mov     dx, PCI_DATA
        in      eax, dx
        pop     dx
        ret
pci_write8:
        call    pci_select
        push    dx
        PCI_PORT
        out     dx, al
        pop     dx
        ret
pci_write16:
        call    pci_select
        push    dx
        PCI_PORT
        out     dx, ax
        pop     dx
        ret
pci_write32:
        call    pci_select
        push    dx
        mov     dx, PCI_DATA
        out     dx, eax
        pop     dx
        ret

; Walks all functions of bus 0.
pci_setup:
        mov     fs, [BDA_EBDA]
        mov     dword [fs:EBDA_PCI_MEM], PCI_MEM_FIRST
        mov     dword [fs:EBDA_PCI_IO], PCI_IO_FIRST
        xor     bx, bx
.next:  xor     di, di
        call    pci_read32
        cmp     ax, 0xFFFF
        je      .absent
        call    pci_function
.step:  test    bl, 7
        jnz     .single
        mov     di, 0x0E                ; function 0 of a device of one function: skip the other seven
        call    pci_read8
        test    al, 0x80
        jnz     .single
.skip:  or      bl, 7
.single:
        inc     bl
        jnz     .next
        ret
.absent:
        test    bl, 7
        jz      .skip
        jmp     .single

; Sets up the function BX.
pci_function:
        mov     di, 0x04                ; decoding off while the base registers are sized
        call    pci_read16
        push    ax
        and     al, 0xFC
        call    pci_write16
        mov     di, 0x0E
        call    pci_read8
        test    al, 0x7F
        jnz     .bars_done
        mov     di, 0x10
.bar:   call    pci_bar
        add     di, 4
        cmp     di, 0x28
        jb      .bar
        mov     di, 0x30
        call    pci_rom_bar
.bars_done:
        call    pci_interrupt_line
        mov     di, 0x04
        pop     ax
        or      al, 0x03                ; I/O and memory; bus mastering is the driver's choice but for the host's chips
        call    pci_write16
        call    pci_quirks
        ret

; Sizes and places the base register DI of function BX. A 64-bit one takes two registers: DI is advanced.
pci_bar:
        mov     eax, 0xFFFFFFFF
        call    pci_write32
        call    pci_read32
        test    eax, eax
        jz      .return
        cmp     eax, 0xFFFFFFFF
        je      .return
        test    al, 1
        jnz     .io
        mov     cl, al
        and     al, 0xF0
        mov     esi, EBDA_PCI_MEM
        call    pci_place
        test    cl, 4                   ; 64 bits: the upper half is 0
        jz      .return
        add     di, 4
        xor     eax, eax
        jmp     pci_write32
.io:    and     al, 0xFC
        or      eax, 0xFFFF0000
        mov     esi, EBDA_PCI_IO
        jmp     pci_place
.return:
        ret

; The expansion ROM's base register: placed, not enabled.
pci_rom_bar:
        mov     eax, 0xFFFFF800
        call    pci_write32
        call    pci_read32
        and     eax, 0xFFFFF800
        jz      .return
        mov     esi, EBDA_PCI_MEM
        jmp     pci_place
.return:
        ret

; EAX = size mask read from register DI, FS:SI = allocator. Gives the register the next aligned address.
pci_place:
        mov     edx, eax
        neg     edx                     ; size
        mov     eax, [fs:si]
        dec     edx
        add     eax, edx
        not     edx
        and     eax, edx                ; aligned
        not     edx
        push    eax
        add     eax, edx
        inc     eax
        mov     [fs:si], eax
        pop     eax
        jmp     pci_write32

; PIRQ routing: link (device - 1 + pin) mod 4, as the slots of this board are wired.
pirq_lines:
        db      10, 10, 11, 11

pci_interrupt_line:
        mov     di, 0x3D
        call    pci_read8
        test    al, al
        jz      .return
        dec     al
        mov     ah, bl
        shr     ah, 3
        dec     ah
        add     al, ah
        and     ax, 3
        mov     si, ax
        mov     al, [cs:si + pirq_lines]
        mov     di, 0x3C
        jmp     pci_write8
.return:
        ret

; What single chips need, by vendor and device.
pci_quirks:
        xor     di, di
        call    pci_read32
        mov     si, pci_quirk_table
.next:  cmp     dword [cs:si], 0
        je      .return
        cmp     eax, [cs:si]
        je      .found
        add     si, 6
        jmp     .next
.found: jmp     [cs:si + 4]
.return:
        ret

pci_quirk_table:
        dd      0x70008086
        dw      quirk_piix3_isa
        dd      0x70108086
        dw      quirk_piix3_ide
        dd      0x71138086
        dw      quirk_piix4_pm
        dd      0

; PIIX3 ISA bridge: PIRQ routes, and level triggering for their lines.
quirk_piix3_isa:
        mov     di, 0x60
        mov     eax, 0x0B0B0A0A
        call    pci_write32
        mov     dx, ELCR_1
        xor     al, al
        out     dx, al
        inc     dx
        mov     al, 0x0C                ; IRQ 10, 11
        out     dx, al
        ret

; PIIX3 IDE: both channels decode their ports; bus mastering is on, for every driver expects it so.
quirk_piix3_ide:
        mov     di, 0x40
        mov     eax, 0x80008000
        call    pci_write32
        mov     di, 0x04
        mov     ax, 0x0005
        jmp     pci_write16

; PIIX4 power management: ports of ACPI and SMBus; SCI on IRQ 9.
quirk_piix4_pm:
        mov     di, 0x40
        mov     eax, PM_BASE + 1
        call    pci_write32
        mov     di, 0x80                ; PMREGMISC: PM registers decode
        mov     al, 1
        call    pci_write8
        mov     di, 0x90
        mov     eax, SMB_BASE + 1
        call    pci_write32
        mov     di, 0xD2                ; SMBus host on, IRQ 9
        mov     al, 0x09
        call    pci_write8
        mov     di, 0x3C
        mov     al, 9
        jmp     pci_write8
