; INT 13h extensions for hard disks: Phoenix "Enhanced Disk Drive Specification" 1.1, packet functions by block number.

DAP_SIZE        equ     0               ; disk address packet
DAP_COUNT       equ     2
DAP_OFFSET      equ     4
DAP_LBA         equ     8

; AH=41h: BX = AA55h, AH = version 1.1, CX = fixed disk access and enhanced drive parameters.
edd_present:
        cmp     word [bp + R_BX], 0x55AA
        jne     disk_bad_parameter
        mov     word [bp + R_BX], 0xAA55
        mov     byte [bp + R_AH], 0x21
        mov     word [bp + R_CX], 0x0005
        mov     byte [BDA_HD_STATUS], 0
        jmp     service_carry_clear

edd_read:
        mov     al, XF_READ
        jmp     edd_transfer
edd_write:
        mov     al, XF_WRITE
        jmp     edd_transfer
edd_verify:
        mov     al, XF_VERIFY
edd_transfer:
        mov     [fs:EBDA_XF_KIND], al
        call    edd_packet
        jc      disk_bad_parameter
        movzx   eax, word [fs:EBDA_XF_COUNT]    ; does it end inside of the disk?
        xor     edx, edx
        add     eax, [fs:EBDA_XF_LBA]
        adc     edx, [fs:EBDA_XF_LBA + 4]
        jc      .beyond
        mov     ecx, [fs:di + UNIT_TOTAL]
        mov     ebx, [fs:di + UNIT_TOTAL + 4]
        sub     ecx, eax
        sbb     ebx, edx
        jc      .beyond
        les     bx, [es:si + DAP_OFFSET]
        call    ata_transfer
        call    edd_store_count
        jmp     disk_end
.beyond:
        mov     word [fs:EBDA_XF_DONE], 0
        call    edd_store_count
        mov     ah, DISK_BAD_PARAMETER
        jmp     disk_fail

; The frame's DS:SI as ES:SI: a disk address packet; its block and count go to EBDA_XF_*. Carry: it is no packet.
edd_packet:
        mov     es, [bp + R_DS]
        mov     si, [bp + R_SI]
        cmp     byte [es:si + DAP_SIZE], 0x10
        jb      .bad
        mov     ax, [es:si + DAP_COUNT]
        mov     [fs:EBDA_XF_COUNT], ax
        mov     eax, [es:si + DAP_LBA]
        mov     [fs:EBDA_XF_LBA], eax
        mov     eax, [es:si + DAP_LBA + 4]
        mov     [fs:EBDA_XF_LBA + 4], eax
        clc
        ret
.bad:   stc
        ret

; The packet's count becomes the blocks that were transferred. Keeps AX.
edd_store_count:
        push    ax
        mov     es, [bp + R_DS]
        mov     si, [bp + R_SI]
        mov     ax, [fs:EBDA_XF_DONE]
        mov     [es:si + DAP_COUNT], ax
        pop     ax
        ret

edd_seek:
        call    edd_packet
        jc      disk_bad_parameter
        mov     eax, [fs:EBDA_XF_LBA]
        mov     edx, [fs:EBDA_XF_LBA + 4]
        sub     eax, [fs:di + UNIT_TOTAL]
        sbb     edx, [fs:di + UNIT_TOTAL + 4]
        jnc     disk_bad_parameter
        jmp     disk_success

; AH=48h: the drive's parameters at DS:SI; 1Ah bytes, with 1Eh also the DPTE.
edd_parameters:
        mov     es, [bp + R_DS]
        mov     si, [bp + R_SI]
        mov     ax, [es:si]
        cmp     ax, 0x1A
        jb      disk_bad_parameter
        mov     cx, 0x1A
        cmp     ax, 0x1E
        jb      .basic
        mov     cx, 0x1E
        call    edd_dpte
        mov     [es:si + 0x1A], bx
        mov     [es:si + 0x1C], fs
.basic: mov     [es:si], cx
        mov     cx, 0x0003              ; DMA boundaries do not matter; the geometry is valid
        movzx   eax, word [fs:di + UNIT_PCYL]
        mov     [es:si + 0x04], eax
        movzx   eax, word [fs:di + UNIT_PHEADS]
        mov     [es:si + 0x08], eax
        movzx   eax, word [fs:di + UNIT_PSPT]
        mov     [es:si + 0x0C], eax
        mov     eax, [fs:di + UNIT_TOTAL]
        mov     edx, [fs:di + UNIT_TOTAL + 4]
        mov     [es:si + 0x10], eax
        mov     [es:si + 0x14], edx
        test    edx, edx
        jnz     .huge
        cmp     eax, 16383 * 16 * 63
        jbe     .flags
.huge:  mov     dword [es:si + 0x04], 16383
        and     cl, ~0x02
.flags: mov     [es:si + 0x02], cx
        mov     word [es:si + 0x18], 512
        jmp     disk_success

; The device parameter table extension of the unit: FS:BX = its address.
edd_dpte:
        push    ax
        push    cx
        mov     bx, di
        sub     bx, EBDA_UNITS
        shr     bx, 1                   ; 32 bytes a unit, 16 a table
        add     bx, EBDA_DPTE
        mov     ax, [fs:di + UNIT_IO]
        mov     [fs:bx + 0], ax
        mov     ax, [fs:di + UNIT_CTRL]
        mov     [fs:bx + 2], ax
        mov     al, [fs:di + UNIT_DEVICE]
        or      al, 0x40
        mov     [fs:bx + 4], al
        mov     byte [fs:bx + 5], 0xCB
        mov     al, [fs:di + UNIT_IRQ]
        mov     [fs:bx + 6], al
        mov     byte [fs:bx + 7], 1     ; sectors a block
        mov     byte [fs:bx + 8], 0     ; no DMA
        mov     byte [fs:bx + 9], 0     ; PIO type
        mov     ax, 0x0010              ; LBA
        mov     cx, [fs:di + UNIT_PHEADS]
        cmp     cx, [fs:di + UNIT_LHEADS]
        je      .options
        or      ax, 0x0208              ; translation, LBA-assisted
.options:
        mov     [fs:bx + 10], ax
        mov     word [fs:bx + 12], 0
        mov     byte [fs:bx + 14], 0x11
        mov     al, 0
        push    bx
        mov     cx, 15
.sum:   add     al, [fs:bx]
        inc     bx
        loop    .sum
        neg     al
        mov     [fs:bx], al
        pop     bx
        pop     cx
        pop     ax
        ret

; AH=4Eh: prefetch and PIO off or PIO mode 0 are what there is; DMA is not.
edd_hardware:
        mov     al, [bp + R_AL]
        cmp     al, 0x01
        je      .done
        cmp     al, 0x03
        je      .done
        cmp     al, 0x04
        je      .done
        cmp     al, 0x06
        jne     disk_bad_parameter
.done:  mov     byte [bp + R_AL], 0
        jmp     disk_success
