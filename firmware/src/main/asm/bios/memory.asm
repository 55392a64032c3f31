; The size of memory and its map: INT 11h, INT 12h, INT 15h AH=87h, 88h, E801h, E820h.
; Sizes come from CMOS as Bochs and QEMU set them: 30h/31h KiB above 1 MiB, 34h/35h units of 64 KiB above 16 MiB,
; 5Bh..5Dh units of 64 KiB above 4 GiB.

ROM_RESERVED    equ     0xFFFC0000      ; the ROM's room below 4 GiB
E820_USABLE     equ     1
E820_RESERVED   equ     2
E820_ACPI       equ     3

; INT 11h: equipment word.
int11:
        push    ds
        push    SEG_BDA
        pop     ds
        mov     ax, [BDA_EQUIPMENT]
        pop     ds
        iret

; INT 12h: base memory in KiB.
int12:
        push    ds
        push    SEG_BDA
        pop     ds
        mov     ax, [BDA_BASE_KIB]
        pop     ds
        iret

; AL = CMOS register: AL = its value.
cmos_read:
        pushf
        cli
        or      al, 0x80
        out     CMOS_INDEX, al
        in      al, CMOS_DATA
        push    ax
        mov     al, 0x0D                ; NMI on again
        out     CMOS_INDEX, al
        pop     ax
        popf
        ret

; AL = CMOS register, AH = value.
cmos_write:
        pushf
        cli
        push    ax
        or      al, 0x80
        out     CMOS_INDEX, al
        mov     al, ah
        out     CMOS_DATA, al
        mov     al, 0x0D
        out     CMOS_INDEX, al
        pop     ax
        popf
        ret

; AL = first of two CMOS registers: AX = their word.
cmos_read16:
        push    bx
        mov     bl, al
        call    cmos_read
        mov     bh, al
        lea     ax, [bx + 1]
        call    cmos_read
        mov     ah, al
        mov     al, bh
        pop     bx
        ret

; EAX = end of the memory below 4 GiB.
memory_top_low:
        mov     al, 0x34
        call    cmos_read16
        test    ax, ax
        jz      .small
        movzx   eax, ax
        shl     eax, 16
        add     eax, 0x1000000
        ret
.small: mov     al, 0x30
        call    cmos_read16
        movzx   eax, ax
        shl     eax, 10
        add     eax, 0x100000
        ret

; EAX = memory above 4 GiB in units of 64 KiB.
memory_high_units:
        mov     al, 0x5D
        call    cmos_read
        movzx   eax, al
        shl     eax, 16
        push    eax
        mov     al, 0x5B
        call    cmos_read16
        movzx   eax, ax
        pop     edx
        or      eax, edx
        ret

; EAX = end of what systems may use below 4 GiB: tables lie above it.
memory_usable_low:
        mov     eax, [cs:tables_low]
        test    eax, eax
        jz      memory_top_low
        ret

; INT 15h AH=88h: KiB above 1 MiB, as much as the AT can say without touching 64 MiB.
int15_extended_kib:
        call    memory_usable_low
        shr     eax, 10
        sub     eax, 1024
        cmp     eax, 63 * 1024
        jbe     .fits
        mov     ax, 63 * 1024
.fits:  mov     [bp + R_AX], ax
        jmp     service_carry_clear

; INT 15h AX=E801h: AX = CX = KiB from 1 to 16 MiB, BX = DX = 64 KiB units above. E881h: the same in 32 bits.
int15_e801:
        call    memory_usable_low
        xor     ebx, ebx
        cmp     eax, 0x1000000
        jbe     .low
        lea     ebx, [eax - 0x1000000]
        shr     ebx, 16
        mov     eax, 0x1000000
.low:   sub     eax, 0x100000
        shr     eax, 10
        cmp     byte [bp + R_AL], 0x81
        je      .wide
        mov     [bp + R_AX], ax
        mov     [bp + R_CX], ax
        mov     [bp + R_BX], bx
        mov     [bp + R_DX], bx
        jmp     service_carry_clear
.wide:  mov     [bp + R_EAX], eax
        mov     [bp + R_ECX], eax
        mov     [bp + R_EBX], ebx
        mov     [bp + R_EDX], ebx
        jmp     service_carry_clear

; INT 15h AX=E820h: EBX = which entry, ES:DI = buffer, ECX = its size, EDX = 'SMAP'. ACPI 4.0 section 14.1.
int15_e820:
        cmp     dword [bp + R_EDX], "PAMS"
        jne     service_unsupported
        cmp     dword [bp + R_ECX], 20
        jb      service_unsupported
        mov     es, [bp + R_ES]
        mov     di, [bp + R_DI]
        mov     ebx, [bp + R_EBX]
        cmp     ebx, E820_LAST
        ja      service_unsupported
.again: push    bx
        add     bx, bx
        xor     ecx, ecx                ; upper halves of start and length
        xor     edx, edx
        call    [cs:bx + e820_entries]
        pop     bx
        test    edx, edx
        jnz     .store
        test    esi, esi
        jnz     .store
        inc     bx                      ; an empty range is left out
        cmp     bx, E820_LAST
        jbe     .again
        jmp     service_unsupported
.store: mov     [es:di], eax            ; ECX:EAX start, EDX:ESI length, BP-free registers only
        mov     [es:di + 4], ecx
        mov     [es:di + 8], esi
        mov     [es:di + 12], edx
        call    e820_type
        mov     [es:di + 16], eax
        mov     ecx, 20
        cmp     dword [bp + R_ECX], 24
        jb      .size
        mov     dword [es:di + 20], 1   ; ACPI 3.0 extended attributes: enabled
        mov     ecx, 24
.size:  mov     [bp + R_ECX], ecx
        mov     dword [bp + R_EAX], "PAMS"
        call    memory_high_units
        mov     ecx, E820_LAST - 1      ; without memory above 4 GiB
        test    eax, eax
        jz      .last
        inc     cx
.last:  inc     bx
        cmp     bx, cx
        jbe     .more
        xor     bx, bx
.more:  movzx   ebx, bx
        mov     [bp + R_EBX], ebx
        jmp     service_carry_clear

e820_entries:
        dw      .base, .ebda, .bios, .extended, .tables, .io_apic, .hpet, .local_apic, .rom, .high
E820_LAST       equ     ($ - e820_entries) / 2 - 1
.base:  xor     eax, eax
        movzx   esi, word [BDA_BASE_KIB]
        shl     esi, 10
        ret
.ebda:  movzx   eax, word [BDA_BASE_KIB]
        shl     eax, 10
        mov     esi, 0xA0000
        sub     esi, eax
        ret
.bios:  mov     eax, 0xF0000
        mov     esi, 0x10000
        ret
.extended:
        call    memory_usable_low
        lea     esi, [eax - 0x100000]
        mov     eax, 0x100000
        ret
.tables:
        call    memory_top_low
        mov     esi, eax
        call    memory_usable_low
        sub     esi, eax
        ret
.io_apic:
        mov     eax, 0xFEC00000
        jmp     .page
.hpet:  mov     eax, 0xFED00000
        jmp     .page
.local_apic:
        mov     eax, 0xFEE00000
.page:  mov     esi, 0x1000
        ret
.rom:   mov     eax, ROM_RESERVED
        mov     esi, -ROM_RESERVED
        ret
.high:  call    memory_high_units
        mov     esi, eax
        shl     esi, 16
        mov     edx, eax
        shr     edx, 16
        xor     eax, eax
        mov     ecx, 1
        ret

; BX = entry: EAX = its type.
e820_type:
        movzx   eax, byte [cs:bx + .types]
        ret
.types: db      E820_USABLE, E820_RESERVED, E820_RESERVED, E820_USABLE, E820_ACPI, E820_RESERVED, E820_RESERVED
        db      E820_RESERVED, E820_RESERVED, E820_USABLE

; INT 15h AH=87h: CX words from and to the addresses of descriptors 2 and 3 in the table at ES:SI.
int15_block_move:
        mov     es, [bp + R_ES]
        mov     si, [bp + R_SI]
        movzx   ecx, word [bp + R_CX]
        cmp     cx, 0x8000
        ja      .bad
        add     ecx, ecx
        mov     eax, [es:si + 0x18 + 2]
        and     eax, 0x00FFFFFF
        mov     edi, [es:si + 0x18 + 4]
        and     edi, 0xFF000000
        or      edi, eax
        mov     eax, [es:si + 0x10 + 2]
        and     eax, 0x00FFFFFF
        mov     ebx, [es:si + 0x10 + 4]
        and     ebx, 0xFF000000
        or      ebx, eax
        mov     esi, ebx
        smsw    ax
        test    al, 1
        jnz     .mode                   ; a virtual-8086 monitor must serve this itself
        call    copy_high
        mov     byte [bp + R_AH], 0
        and     byte [bp + R_FLAGS], ~FLAG_ZF
        or      byte [bp + R_FLAGS], FLAG_ZF
        jmp     service_carry_clear
.bad:   mov     byte [bp + R_AH], 0x02
        jmp     .fail
.mode:  mov     byte [bp + R_AH], 0x03
.fail:  and     byte [bp + R_FLAGS], ~FLAG_ZF
        jmp     service_carry_set

; Copies ECX bytes from linear ESI to EDI through protected mode, with A20 open meanwhile. Interrupts stay off.
; Loses EAX, ECX, ESI, EDI.
copy_high:
        pushf
        cli
        push    ds
        push    es
        in      al, PORT_A
        push    ax
        or      al, 0x02
        and     al, 0xFE
        out     PORT_A, al
        o32 lgdt [cs:gdt_pointer]
        mov     eax, cr0
        or      al, 1
        mov     cr0, eax
        jmp     SEL_CODE16:.protected
.protected:
        mov     ax, SEL_DATA32
        mov     ds, ax
        mov     es, ax
        mov     eax, ecx
        shr     ecx, 2
        a32 rep movsd
        mov     ecx, eax
        and     ecx, 3
        a32 rep movsb
        mov     ax, SEL_DATA16
        mov     ds, ax
        mov     es, ax
        mov     eax, cr0
        and     al, 0xFE
        mov     cr0, eax
        jmp     SEG_BIOS:.real
.real:  pop     ax
        and     al, 0xFE
        out     PORT_A, al
        pop     es
        pop     ds
        popf
        ret

; Gives DS, ES, FS and GS, whatever is loaded into them later in real mode, the limit of the data selector AX: 4 GiB with
; SEL_DATA32 ("big real mode"), 64 KiB with SEL_DATA16. Interrupts stay as they are. Loses EAX and ECX.
set_real_limits:
        pushf
        cli
        push    ds
        push    es
        push    fs
        push    gs
        mov     cx, ax
        o32 lgdt [cs:gdt_pointer]
        mov     eax, cr0
        or      al, 1
        mov     cr0, eax
        jmp     SEL_CODE16:.protected
.protected:
        mov     ds, cx
        mov     es, cx
        mov     fs, cx
        mov     gs, cx
        mov     eax, cr0
        and     al, 0xFE
        mov     cr0, eax
        jmp     SEG_BIOS:.real
.real:  pop     gs
        pop     fs
        pop     es
        pop     ds
        popf
        ret
