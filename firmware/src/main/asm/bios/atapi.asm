; ATAPI CD drives: packet commands by PIO. SFF-8020i / MMC (READ (10), TEST UNIT READY, REQUEST SENSE).
; FS = EBDA, DI = the unit. A read may drop bytes before and after those wanted, so that 512-byte sectors of an emulated
; disk need no buffer for the 2048-byte block around them.

SCSI_TEST_UNIT_READY    equ     0x00
SCSI_REQUEST_SENSE      equ     0x03
SCSI_START_STOP         equ     0x1B
SCSI_PREVENT_REMOVAL    equ     0x1E
SCSI_READ_CAPACITY      equ     0x25
SCSI_READ_10            equ     0x28

SENSE_NOT_READY         equ     0x02
SENSE_UNIT_ATTENTION    equ     0x06

CD_BLOCK                equ     2048
ATAPI_LIMIT             equ     0xF800          ; bytes a data phase: 31 blocks

; Clears the packet and puts AL in its first byte.
atapi_packet:
        push    cx
        push    bx
        mov     bx, EBDA_PACKET
        mov     [fs:bx], al
        mov     cx, 11
.next:  inc     bx
        mov     byte [fs:bx], 0
        loop    .next
        pop     bx
        pop     cx
        ret

; Sends the packet; the data it brings: EBDA_XF_SKIP bytes are dropped, EBDA_XF_WANT stored at ES:BX, the rest dropped.
; Carry: the command failed, AH = status, EBDA_SENSE_KEY = the upper half of the error register.
atapi_command:
        mov     al, 0
        call    ata_select
        jc      .timeout
        mov     al, 0                   ; PIO
        ATA_OUT ATA_FEATURES
        mov     al, ATAPI_LIMIT & 0xFF
        ATA_OUT ATA_LBA_MID
        mov     al, ATAPI_LIMIT >> 8
        ATA_OUT ATA_LBA_HIGH
        mov     al, ATA_PACKET
        call    ata_issue
        call    ata_wait
        jc      .timeout
        test    al, ATA_ERR
        jnz     .check
        test    al, ATA_DRQ
        jz      .protocol
        push    si
        mov     dx, [fs:di + UNIT_IO]
        mov     si, EBDA_PACKET
        mov     cx, 6
        fs rep outsw
        pop     si
        call    ata_settle
.phase: call    ata_wait
        jc      .timeout
        test    al, ATA_ERR
        jnz     .check
        test    al, ATA_DRQ
        jz      .done
        call    atapi_data
        jmp     .phase
.done:  mov     ah, DISK_OK
        clc
        ret
.check: mov     dx, [fs:di + UNIT_IO]
        add     dx, ATA_ERROR
        in      al, dx
        shr     al, 4
        mov     [fs:EBDA_SENSE_KEY], al
        mov     ah, DISK_BAD_CRC
        cmp     al, SENSE_NOT_READY
        jne     .failed
        mov     ah, DISK_NOT_READY
.failed:
        stc
        ret
.timeout:
        mov     ah, DISK_TIMED_OUT
        jmp     .reset
.protocol:
        mov     ah, DISK_CONTROLLER
.reset: mov     byte [fs:EBDA_SENSE_KEY], 0
        push    ax
        call    ata_reset
        pop     ax
        stc
        ret

; One data phase: as many bytes as the drive says.
atapi_data:
        mov     dx, [fs:di + UNIT_IO]
        add     dx, ATA_LBA_MID
        in      al, dx
        mov     ah, al
        inc     dx
        in      al, dx
        xchg    al, ah
        movzx   esi, ax                 ; ESI = bytes of this phase
        inc     esi
        and     esi, ~1
        mov     dx, [fs:di + UNIT_IO]
        push    di
        mov     eax, [fs:EBDA_XF_SKIP]
        call    .amount
        sub     [fs:EBDA_XF_SKIP], ecx
        call    .drop
        mov     eax, [fs:EBDA_XF_WANT]
        call    .amount
        sub     [fs:EBDA_XF_WANT], ecx
        call    normalize
        mov     di, bx
        shr     cx, 1
        rep insw
        mov     bx, di
        mov     ecx, esi
        call    .drop
        pop     di
        ret
; ECX = the smaller of EAX and ESI, taken from ESI.
.amount:
        mov     ecx, esi
        cmp     eax, ecx
        jae     .less
        mov     ecx, eax
.less:  sub     esi, ecx
        ret
.drop:  shr     ecx, 1
        jz      .dropped
.word:  in      ax, dx
        dec     ecx
        jnz     .word
.dropped:
        ret

; A command without data. AL = first byte. Carry: AH = status.
atapi_simple:
        call    atapi_packet
        mov     dword [fs:EBDA_XF_SKIP], 0
        mov     dword [fs:EBDA_XF_WANT], 0
        jmp     atapi_command

; Waits until the disc can be read; a changed one reports attention first. Carry: no disc, AH = status.
atapi_ready:
        push    cx
        mov     cx, 5
.again: mov     al, SCSI_TEST_UNIT_READY
        push    cx
        call    atapi_simple
        pop     cx
        jnc     .done
        push    word [fs:EBDA_SENSE_KEY]
        mov     al, SCSI_REQUEST_SENSE  ; takes the condition away
        call    atapi_packet
        mov     byte [fs:EBDA_PACKET + 4], 18
        mov     dword [fs:EBDA_XF_SKIP], 18
        mov     dword [fs:EBDA_XF_WANT], 0
        push    cx
        call    atapi_command
        pop     cx
        pop     ax
        cmp     al, SENSE_NOT_READY
        je      .absent                 ; becoming ready takes no time in this machine: the tray is empty
        loop    .again
.absent:
        mov     ah, DISK_NOT_READY
        stc
.done:  pop     cx
        ret

; Reads EBDA_XF_COUNT blocks from EBDA_XF_LBA to ES:BX. Carry: AH = status; EBDA_XF_DONE = blocks done.
atapi_read:
        mov     word [fs:EBDA_XF_DONE], 0
.next:  mov     ax, [fs:EBDA_XF_COUNT]
        test    ax, ax
        jz      .done
        cmp     ax, 31
        jbe     .fits
        mov     ax, 31
.fits:  mov     [fs:EBDA_XF_CHUNK], ax
        mov     dword [fs:EBDA_XF_SKIP], 0
        movzx   eax, ax
        shl     eax, 11
        mov     [fs:EBDA_XF_WANT], eax
        call    atapi_read_blocks
        jc      .fail
        movzx   eax, word [fs:EBDA_XF_CHUNK]
        add     [fs:EBDA_XF_DONE], ax
        sub     [fs:EBDA_XF_COUNT], ax
        add     [fs:EBDA_XF_LBA], eax
        jmp     .next
.done:  mov     ah, DISK_OK
        clc
.fail:  ret

; READ (10) of EBDA_XF_CHUNK blocks at EBDA_XF_LBA, tried again once after unit attention. XF_SKIP and XF_WANT are set.
atapi_read_blocks:
        call    .once
        jnc     .return
        cmp     byte [fs:EBDA_SENSE_KEY], SENSE_UNIT_ATTENTION
        stc
        jne     .return
.once:  mov     al, SCSI_READ_10
        call    atapi_packet
        mov     eax, [fs:EBDA_XF_LBA]
        bswap   eax
        mov     [fs:EBDA_PACKET + 2], eax
        mov     ax, [fs:EBDA_XF_CHUNK]
        xchg    al, ah
        mov     [fs:EBDA_PACKET + 7], ax
        jmp     atapi_command
.return:
        ret
