; Tables from the firmware configuration device: ACPI by the loader's script (QEMU, docs/specs/acpi_hw_reduced and
; hw/acpi/bios-linker-loader.c: allocate, add pointer, add checksum), SMBIOS 2.1 by its two files.
; Everything here works with DS = ES = 0 and limits of 4 GiB, on linear addresses.

LOADER_ENTRY    equ     0x10000         ; an entry of the device's directory
LOADER_PLACES   equ     0x11000         ; what has been allocated: name, address, size
LOADER_SCRIPT   equ     0x18000
LOADER_SCRIPT_MAX equ   0x8000
LOADER_COMMAND  equ     128
LOADER_NAME     equ     56
PLACE_ADDRESS   equ     56
PLACE_SIZE      equ     60
PLACE_BYTES     equ     64
TABLES_MOST     equ     0x100000        ; at the end of RAM
ZONE_F_SEGMENT  equ     2
LINEAR          equ     0xF0000         ; of this segment

; Puts all tables where systems look for them. Memory that they lie in is no longer usable: tables_low.
install_tables:
        push    ds
        push    es
        pushad
        mov     ax, SEL_DATA32
        call    set_real_limits
        xor     ax, ax
        mov     ds, ax
        mov     es, ax
        cld
        call    install_multiprocessor
        call    fw_cfg_present
        jc      .done
        call    install_acpi
        call    install_smbios
.done:  mov     ax, SEL_DATA16
        call    set_real_limits
        popad
        pop     es
        pop     ds
        ret

install_acpi:
        mov     esi, LINEAR + file_loader
        call    fw_cfg_find
        jc      .return
        cmp     ecx, LOADER_SCRIPT_MAX
        ja      .return
        mov     edi, LOADER_SCRIPT
        call    fw_cfg_read
        lea     ebp, [edi + ecx]        ; its end
        mov     dword [dword LINEAR + places_end], LOADER_PLACES
        call    memory_top_low
        mov     [dword LINEAR + tables_low], eax
        mov     esi, LOADER_SCRIPT
.next:  cmp     esi, ebp
        jae     .done
        call    loader_command
        jc      .failed
        add     esi, LOADER_COMMAND
        jmp     .next
.done:  and     dword [dword LINEAR + tables_low], 0xFFFF0000   ; INT 15h AX=E801h tells units of 64 KiB
        LOG     "ring0 BIOS: ACPI tables", 10
.return:
        ret
.failed:                                ; half a set is none: the root pointer must not be found
        mov     edi, LINEAR + f_segment_zone
        mov     ecx, F_SEGMENT_ZONE_END
        sub     ecx, f_segment_zone
        xor     al, al
        a32 rep stosb
        mov     dword [dword LINEAR + tables_low], 0
        mov     dword [dword LINEAR + f_segment_next], LINEAR + f_segment_zone
        LOG     "ring0 BIOS: the table loader's script fails", 10
        ret

; Carries out the command at ESI. Carry: it cannot be. Keeps ESI and EBP; unknown commands do nothing.
loader_command:
        push    esi
        mov     eax, [esi]
        add     esi, 4
        cmp     eax, 1
        je      .allocate
        cmp     eax, 2
        je      .pointer
        cmp     eax, 3
        je      .checksum
.done:  pop     esi
        clc
        ret
.failed:
        pop     esi
        stc
        ret

; file, alignment (dword at 56), zone (byte at 60)
.allocate:
        call    fw_cfg_find             ; AX = key, ECX = size
        jc      .failed
        mov     edx, [esi + 56]
        test    edx, edx
        jz      .failed
        cmp     byte [esi + 60], ZONE_F_SEGMENT
        je      .below
        cmp     ecx, TABLES_MOST
        ja      .failed
        neg     edx
        mov     ebx, [dword LINEAR + tables_low]
        sub     ebx, ecx
        and     ebx, edx
        push    eax
        call    memory_top_low
        sub     eax, ebx
        cmp     eax, TABLES_MOST
        pop     eax
        ja      .failed
        mov     [dword LINEAR + tables_low], ebx
        jmp     .place
.below: call    f_segment_allocate
        jc      .failed
.place: mov     edi, [dword LINEAR + places_end]
        cmp     edi, LOADER_SCRIPT
        jae     .failed
        push    ecx
        mov     ecx, LOADER_NAME
        a32 rep movsb
        pop     ecx
        mov     [edi], ebx
        mov     [edi + 4], ecx
        add     edi, 8
        mov     [dword LINEAR + places_end], edi
        mov     edi, ebx
        call    fw_cfg_read
        jmp     .done

; file with the pointer, file pointed to (at 56), offset of the pointer (dword at 112), its size (byte at 116)
.pointer:
        call    place_of
        jc      .failed
        mov     edi, ebx
        mov     eax, [esi + 112]
        movzx   edx, byte [esi + 116]
        add     edx, eax
        jc      .failed
        cmp     edx, ecx
        ja      .failed
        add     edi, eax
        mov     dl, [esi + 116]
        add     esi, LOADER_NAME
        call    place_of
        jc      .failed
        cmp     dl, 4
        jb      .failed                 ; nothing lies below 64 KiB
        add     [edi], ebx
        cmp     dl, 8
        jne     .done
        adc     dword [edi + 4], 0
        jmp     .done

; file, offset of the checksum (dword at 56), first byte and number of bytes (at 60, 64)
.checksum:
        call    place_of
        jc      .failed
        mov     edx, [esi + 60]
        add     edx, [esi + 64]
        jc      .failed
        cmp     edx, ecx
        ja      .failed
        cmp     [esi + 56], ecx
        jae     .failed
        mov     edi, [esi + 56]
        add     edi, ebx
        mov     ecx, [esi + 64]
        add     ebx, [esi + 60]
        mov     esi, ebx
        call    sum_of
        sub     [edi], al
        jmp     .done

; ESI = name: EBX = address, ECX = size. Carry: nothing of that name was allocated. Keeps ESI.
place_of:
        mov     ebx, LOADER_PLACES
.next:  cmp     ebx, [dword LINEAR + places_end]
        jae     .absent
        push    edi
        mov     edi, ebx
        call    same_name
        pop     edi
        je      .found
        add     ebx, PLACE_BYTES
        jmp     .next
.found: mov     ecx, [ebx + PLACE_SIZE]
        mov     ebx, [ebx + PLACE_ADDRESS]
        clc
        ret
.absent:
        stc
        ret

; ECX = bytes, EDX = alignment: EBX = address below 1 MiB. Carry: there is no room.
f_segment_allocate:
        mov     ebx, [dword LINEAR + f_segment_next]
        dec     edx
        add     ebx, edx
        not     edx
        and     ebx, edx
        cmp     ecx, 0x10000
        ja      .full
        lea     edx, [ebx + ecx]
        cmp     edx, LINEAR + F_SEGMENT_ZONE_END
        ja      .full
        mov     [dword LINEAR + f_segment_next], edx
        clc
        ret
.full:  stc
        ret

; ESI = first byte, ECX = how many: AL = their sum. Loses ECX, ESI.
sum_of:
        xor     al, al
        jecxz   .return
.next:  add     al, [esi]
        inc     esi
        a32 loop .next
.return:
        ret

; SMBIOS 2.1 (DSP0134, 5.2.1): the anchor, then the structures, with the one about this BIOS if it is not among them.
install_smbios:
        mov     esi, LINEAR + file_anchor
        call    fw_cfg_find
        jc      .return
        cmp     ecx, 31
        jne     .return
        mov     edx, 16
        call    f_segment_allocate
        jc      .return
        mov     edi, ebx
        call    fw_cfg_read
        mov     ebp, ebx                ; the anchor
        mov     esi, LINEAR + file_structures
        call    fw_cfg_find
        jc      .spoiled
        mov     edx, 16
        push    ecx
        add     ecx, smbios_bios_end - smbios_bios
        call    f_segment_allocate
        pop     ecx
        jc      .spoiled
        mov     edi, ebx
        call    fw_cfg_read
        cmp     byte [edi], 0
        je      .whole
        push    ecx                     ; ours first, and the file again behind it
        mov     esi, LINEAR + smbios_bios
        mov     ecx, smbios_bios_end - smbios_bios
        add     [ds:ebp + 0x16], cx
        inc     word [ds:ebp + 0x1C]
        a32 rep movsb
        pop     ecx
        mov     esi, LINEAR + file_structures
        call    fw_cfg_find
        call    fw_cfg_read
.whole: mov     [ds:ebp + 0x18], ebx
        cmp     word [ds:ebp + 8], smbios_bios_end - smbios_bios
        jae     .largest
        mov     word [ds:ebp + 8], smbios_bios_end - smbios_bios
.largest:
        lea     esi, [ebp + 0x10]
        mov     ecx, 15
        mov     byte [ds:ebp + 0x15], 0
        call    sum_of
        neg     al
        mov     [ds:ebp + 0x15], al
        mov     esi, ebp
        mov     ecx, 31
        mov     byte [ds:ebp + 4], 0
        call    sum_of
        neg     al
        mov     [ds:ebp + 4], al
        LOG     "ring0 BIOS: SMBIOS structures", 10
.return:
        ret
.spoiled:
        mov     dword [ds:ebp], 0
        ret

file_loader:
        db      "etc/table-loader", 0
file_anchor:
        db      "etc/smbios/smbios-anchor", 0
file_structures:
        db      "etc/smbios/smbios-tables", 0

; Type 0, BIOS information.
smbios_bios:
        db      0, 24
        dw      0                       ; handle
        db      1, 2                    ; vendor, version
        dw      SEG_BIOS
        db      3, 0                    ; date; 64 KiB
        dq      0x0000000000099080      ; PCI, shadowing, boot from CD, boot selection, EDD
        db      0x01, 0x14              ; ACPI; a virtual machine, no UEFI
        db      0xFF, 0xFF, 0xFF, 0xFF  ; no numbers for the release, no embedded controller
        db      "ring0", 0, "ring0 BIOS", 0, "11/24/2026", 0, 0
smbios_bios_end:

        align   4, db 0
tables_low:                             ; where usable memory ends below 4 GiB; 0: at the end of RAM
        dd      0
places_end:
        dd      0
f_segment_next:
        dd      LINEAR + f_segment_zone
