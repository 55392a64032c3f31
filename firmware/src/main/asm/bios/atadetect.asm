; At POST: which units are on the two IDE channels, what they are, and which drive numbers they get.

ata_channels:
        dw      0x1F0, 0x3F6
        db      14, 0xA0
        dw      0x1F0, 0x3F6
        db      14, 0xB0
        dw      0x170, 0x376
        db      15, 0xA0
        dw      0x170, 0x376
        db      15, 0xB0

ata_detect:
        mov     fs, [BDA_EBDA]
        mov     di, EBDA_UNITS
        mov     si, ata_channels
.next:  mov     ax, [cs:si]
        mov     [fs:di + UNIT_IO], ax
        mov     ax, [cs:si + 2]
        mov     [fs:di + UNIT_CTRL], ax
        mov     ax, [cs:si + 4]
        mov     [fs:di + UNIT_IRQ], al
        mov     [fs:di + UNIT_DEVICE], ah
        push    si
        call    ata_probe
        pop     si
        add     si, 6
        add     di, UNIT_SIZE
        cmp     di, EBDA_UNITS + 4 * UNIT_SIZE
        jb      .next
        jmp     ata_tables

; The unit FS:DI: resets its channel (the master's turn), looks at the signature, identifies it.
ata_probe:
        mov     dx, [fs:di + UNIT_IO]
        add     dx, ATA_STATUS
        in      al, dx
        cmp     al, 0xFF                ; nothing drives the bus
        je      .none
        cmp     byte [fs:di + UNIT_DEVICE], 0xA0
        jne     .select
        call    ata_reset
        jc      .none
.select:
        mov     al, [fs:di + UNIT_DEVICE]
        ATA_OUT ATA_DEVICE
        call    ata_settle
        call    ata_wait
        jc      .none
        mov     al, 0x55                ; registers that keep what they get
        ATA_OUT ATA_COUNT
        mov     al, 0xAA
        ATA_OUT ATA_LBA_LOW
        dec     dx
        in      al, dx
        cmp     al, 0x55
        jne     .none
        inc     dx
        in      al, dx
        cmp     al, 0xAA
        jne     .none
        mov     dx, [fs:di + UNIT_IO]
        add     dx, ATA_LBA_MID
        in      al, dx
        mov     ah, al
        inc     dx
        in      al, dx
        xchg    al, ah
        cmp     ax, 0xEB14
        je      .atapi
        mov     al, ATA_IDENTIFY
        call    ata_identify
        jnc     ata_disk_found
        mov     dx, [fs:di + UNIT_IO]   ; an ATAPI device answers IDENTIFY with its signature
        add     dx, ATA_LBA_MID
        in      al, dx
        cmp     al, 0x14
        jne     .none
.atapi: mov     al, ATA_IDENTIFY_PACKET
        call    ata_identify
        jc      .none
        mov     byte [fs:di + UNIT_TYPE], UNIT_ATAPI
.none:  ret

; AL = IDENTIFY command: 256 words to EBDA_SCRATCH. Carry: the unit does not answer it.
ata_identify:
        call    ata_issue
        call    ata_wait
        jc      .return
        test    al, ATA_ERR | ATA_DF
        jnz     .fail
        test    al, ATA_DRQ
        jz      .fail
        push    es
        push    di
        push    fs
        pop     es
        mov     dx, [fs:di + UNIT_IO]
        mov     di, EBDA_SCRATCH
        mov     cx, 256
        rep insw
        pop     di
        pop     es
        call    ata_wait
        ret
.fail:  stc
.return:
        ret

; A disk: its geometry and size out of the IDENTIFY data.
ata_disk_found:
        mov     byte [fs:di + UNIT_TYPE], UNIT_ATA
        mov     ax, [fs:EBDA_SCRATCH + 1 * 2]
        mov     [fs:di + UNIT_PCYL], ax
        mov     cx, [fs:EBDA_SCRATCH + 3 * 2]
        mov     [fs:di + UNIT_PHEADS], cx
        mov     bx, [fs:EBDA_SCRATCH + 6 * 2]
        mov     [fs:di + UNIT_PSPT], bx
        movzx   eax, ax
        movzx   ecx, cx
        mul     ecx
        movzx   ebx, bx
        mul     ebx
        xor     edx, edx
        test    byte [fs:EBDA_SCRATCH + 49 * 2 + 1], 0x02
        jz      .size
        or      byte [fs:di + UNIT_FLAGS], UF_LBA
        mov     eax, [fs:EBDA_SCRATCH + 60 * 2]
        mov     cx, [fs:EBDA_SCRATCH + 83 * 2]
        and     cx, 0xC400
        cmp     cx, 0x4400              ; the word is valid and has the 48-bit feature set
        jne     .size
        mov     ecx, [fs:EBDA_SCRATCH + 100 * 2]
        mov     ebx, [fs:EBDA_SCRATCH + 102 * 2]
        mov     esi, ebx
        or      esi, ecx
        jz      .size
        or      byte [fs:di + UNIT_FLAGS], UF_LBA48
        mov     eax, ecx
        mov     edx, ebx
.size:  mov     [fs:di + UNIT_TOTAL], eax
        mov     [fs:di + UNIT_TOTAL + 4], edx
; The geometry of INT 13h: the drive's own if it fits, else LBA-assisted.
        mov     ax, [fs:di + UNIT_PCYL]
        mov     cx, [fs:di + UNIT_PHEADS]
        mov     bx, [fs:di + UNIT_PSPT]
        test    bx, bx
        jz      .assist
        jcxz    .assist
        cmp     ax, 1024
        ja      .assist
        cmp     cx, 255
        ja      .assist
        cmp     bx, 63
        jbe     .store
.assist:
        mov     eax, [fs:di + UNIT_TOTAL]
        mov     edx, [fs:di + UNIT_TOTAL + 4]
        cmp     edx, 63
        jae     .full
        mov     ecx, 63
        div     ecx                     ; tracks
        mov     cx, 16
.heads: movzx   ebx, cx
        shl     ebx, 10                 ; heads for 1024 cylinders
        cmp     eax, ebx
        jbe     .enough
        add     cx, cx
        cmp     cx, 256
        jb      .heads
        mov     cx, 255
        cmp     eax, 255 * 1024
        jae     .full
.enough:
        xor     edx, edx
        movzx   ebx, cx
        div     ebx
        jmp     .sectors
.full:  mov     cx, 255
        mov     ax, 1024
.sectors:
        mov     bx, 63
.store: mov     [fs:di + UNIT_LCYL], ax
        mov     [fs:di + UNIT_LHEADS], cx
        mov     [fs:di + UNIT_LSPT], bx
        ret

; Drive numbers in the order of the channels; parameter tables; a line about each drive on the screen.
ata_tables:
        mov     di, EBDA_UNITS
        mov     byte [BDA_HD_COUNT], 0
        mov     byte [fs:EBDA_CD_COUNT], 0
.next:  mov     al, [fs:di + UNIT_TYPE]
        cmp     al, UNIT_ATA
        je      .disk
        cmp     al, UNIT_ATAPI
        jne     .step
        movzx   bx, byte [fs:EBDA_CD_COUNT]
        inc     byte [fs:EBDA_CD_COUNT]
        add     bx, bx
        mov     [fs:bx + EBDA_CD_MAP], di
        jmp     .step
.disk:  movzx   bx, byte [BDA_HD_COUNT]
        inc     byte [BDA_HD_COUNT]
        push    bx
        add     bx, bx
        mov     [fs:bx + EBDA_HD_MAP], di
        pop     bx
        cmp     bx, 2
        jae     .step
        shl     bx, 4
        call    fixed_disk_table
.step:  add     di, UNIT_SIZE
        cmp     di, EBDA_UNITS + 4 * UNIT_SIZE
        jb      .next
        ret

; BX = 0 or 16: the fixed disk parameter table of INT 41h or 46h, translated form (signature A0h) when it differs.
fixed_disk_table:
        mov     ax, [fs:di + UNIT_LCYL]
        mov     [fs:bx + EBDA_FDPT + 0], ax
        mov     al, [fs:di + UNIT_LHEADS]
        mov     [fs:bx + EBDA_FDPT + 2], al
        mov     word [fs:bx + EBDA_FDPT + 5], 0xFFFF
        mov     al, 0
        cmp     byte [fs:di + UNIT_LHEADS], 8
        jbe     .control
        mov     al, 0x08
.control:
        or      al, 0xC0
        mov     [fs:bx + EBDA_FDPT + 8], al
        mov     ax, [fs:di + UNIT_LCYL]
        mov     [fs:bx + EBDA_FDPT + 12], ax
        mov     al, [fs:di + UNIT_LSPT]
        mov     [fs:bx + EBDA_FDPT + 14], al
        mov     ax, [fs:di + UNIT_PHEADS]
        cmp     ax, [fs:di + UNIT_LHEADS]
        je      .return
        mov     byte [fs:bx + EBDA_FDPT + 3], 0xA0
        mov     [fs:bx + EBDA_FDPT + 11], al
        mov     al, [fs:di + UNIT_PSPT]
        mov     [fs:bx + EBDA_FDPT + 4], al
        mov     ax, [fs:di + UNIT_PCYL]
        mov     [fs:bx + EBDA_FDPT + 9], ax
        mov     al, 0                   ; checksum
        push    cx
        push    bx
        mov     cx, 15
.sum:   add     al, [fs:bx + EBDA_FDPT]
        inc     bx
        loop    .sum
        neg     al
        mov     [fs:bx + EBDA_FDPT], al
        pop     bx
        pop     cx
.return:
        ret
