; Option ROMs: the video BIOS first, then everything on 2 KiB steps up to EFFFFh. PCI 2.1 section 6.3; IBM AT.

; Looks for the display's ROM behind its PCI register, copies it to C0000h, and runs what is at C0000h.
init_video:
        call    map_video_rom
        mov     ax, 0xC000
        mov     es, ax
        cmp     word [es:0], 0xAA55
        jne     .none
        mov     bx, [fs:EBDA_SCRATCH]   ; bus, device, function for a PCI ROM, as PCI 2.1 has it in AX
        call    run_option_rom
        mov     ax, 0x0003
        int     0x10
        ret
.none:  LOG     "ring0 BIOS: no video BIOS", 10
        ret

; A VGA on bus 0 with an expansion ROM: the ROM goes to the shadow RAM at C0000h. FS:EBDA_SCRATCH = its address.
map_video_rom:
        mov     fs, [BDA_EBDA]
        mov     word [fs:EBDA_SCRATCH], 0
        xor     bx, bx
.next:  mov     di, 0x08
        call    pci_read32
        shr     eax, 16
        cmp     ax, 0x0300
        je      .found
        inc     bl
        jnz     .next
        ret
.found: mov     [fs:EBDA_SCRATCH], bx
        mov     di, 0x30
        call    pci_read32
        and     eax, 0xFFFFF800
        jz      .return
        mov     esi, eax
        or      al, 1
        call    pci_write32
        push    esi
        mov     edi, SHADOW_BUFFER
        mov     ecx, 0x200
        call    copy_high
        pop     esi
        mov     ax, SHADOW_BUFFER >> 4
        mov     es, ax
        cmp     word [es:0], 0xAA55
        jne     .off
        movzx   ecx, byte [es:2]
        shl     ecx, 9
        cmp     ecx, 0x20000
        ja      .off
        mov     edi, 0xC0000
        call    copy_high
.off:   mov     di, 0x30
        call    pci_read32
        and     al, 0xFE
        call    pci_write32
.return:
        ret

; Runs all ROMs from the end of the video BIOS to EFFFFh.
scan_option_roms:
        mov     ax, 0xC000
.next:  mov     es, ax
        cmp     word [es:0], 0xAA55
        jne     .step
        cmp     ax, 0xC000
        je      .over                   ; the video BIOS has run
        push    ax
        xor     bx, bx
        call    run_option_rom
        pop     ax
.over:  movzx   cx, byte [es:2]         ; its size in 512 bytes, rounded up to 2 KiB
        add     cx, 3
        and     cx, 0xFFFC
        jz      .step
        shl     cx, 5
        add     ax, cx
        jc      .done
        jmp     .check
.step:  add     ax, 0x80
.check: cmp     ax, 0xF000
        jb      .next
.done:  ret

; ES = segment of a ROM with its signature, BX = its PCI address: calls offset 3 when its bytes add up to 0. Keeps ES.
run_option_rom:
        pushad
        push    ds
        push    es
        push    fs
        push    gs
        movzx   ecx, byte [es:2]
        shl     ecx, 9
        jz      .bad
        xor     esi, esi
        xor     al, al
.sum:   a32 add al, [es:esi]            ; a ROM has at most 127.5 KiB: ES moves on at 64 KiB
        inc     si
        jnz     .same
        mov     dx, es
        add     dh, 0x10
        mov     es, dx
.same:  a32 loop .sum
        test    al, al
        jnz     .bad
        LOG     "ring0 BIOS: option ROM", 10
        pop     gs
        pop     fs
        pop     es
        push    es
        push    fs
        push    gs
        mov     ax, SEL_DATA32          ; option ROMs reach the registers of their devices in big real mode
        call    set_real_limits
        push    cs
        push    .back
        push    es
        push    3
        mov     ax, bx
        mov     di, 0xFFFF              ; no PnP structure: ES:DI points to nothing
        retf
.back:  cld
        mov     ax, SEL_DATA16
        call    set_real_limits
        sti
        jmp     .leave
.bad:   LOG     "ring0 BIOS: option ROM with a bad checksum", 10
.leave: pop     gs
        pop     fs
        pop     es
        pop     ds
        popad
        ret
