; IDE drives: registers, waits, and sector transfers by PIO. ATA/ATAPI-6 (T13 1410D). FS = EBDA, DI = the unit in it.

ATA_ERROR       equ     1               ; offsets from the command block
ATA_FEATURES    equ     1
ATA_COUNT       equ     2
ATA_LBA_LOW     equ     3
ATA_LBA_MID     equ     4
ATA_LBA_HIGH    equ     5
ATA_DEVICE      equ     6
ATA_STATUS      equ     7
ATA_COMMAND     equ     7

ATA_BSY         equ     0x80
ATA_DRDY        equ     0x40
ATA_DF          equ     0x20
ATA_DRQ         equ     0x08
ATA_ERR         equ     0x01

ATA_READ        equ     0x20            ; READ SECTOR(S)
ATA_READ_EXT    equ     0x24
ATA_WRITE       equ     0x30
ATA_WRITE_EXT   equ     0x34
ATA_VERIFY      equ     0x40
ATA_VERIFY_EXT  equ     0x42
ATA_PACKET      equ     0xA0
ATA_IDENTIFY_PACKET equ 0xA1
ATA_IDENTIFY    equ     0xEC

ATA_WAIT        equ     10000000        ; microseconds for a command
ATA_CHUNK       equ     128             ; sectors a command

; Waits until BSY is 0: AL = status. A drive that answers at once is polled; for a slow one the CPU sleeps until
; the drive's interrupt. Carry: it stays busy.
ata_wait:
        push    cx
        push    dx
        mov     dx, [fs:di + UNIT_CTRL] ; the alternate status leaves the interrupt alone
        mov     cx, 64
.poll:  in      al, dx
        test    al, ATA_BSY
        jz      .ready
        loop    .poll
        push    ecx
        push    bx
        mov     cl, [fs:di + UNIT_IRQ]
        mov     bx, 1
        shl     bx, cl
        or      bx, 0x0004              ; the cascade
        mov     ecx, ATA_WAIT
        cli
.sleep: in      al, dx
        test    al, ATA_BSY
        jz      .awake
        call    idle_step
        jnc     .sleep
        sti
        pop     bx
        pop     ecx
        pop     dx
        pop     cx
        stc
        ret
.awake: sti
        pop     bx
        pop     ecx
.ready: mov     dx, [fs:di + UNIT_IO]
        add     dx, ATA_STATUS
        in      al, dx                  ; acknowledges the interrupt
        pop     dx
        pop     cx
        clc
        ret

; Selects the unit with AL = low bits of the device register. Carry: the channel stays busy.
ata_select:
        push    dx
        push    ax
        call    ata_wait
        pop     ax
        jc      .return
        or      al, [fs:di + UNIT_DEVICE]
        mov     dx, [fs:di + UNIT_IO]
        add     dx, ATA_DEVICE
        out     dx, al
        call    ata_settle
        push    ax
        call    ata_wait
        pop     ax
.return:
        pop     dx
        ret

; 400 ns: four reads of the alternate status.
ata_settle:
        push    ax
        push    dx
        mov     dx, [fs:di + UNIT_CTRL]
        in      al, dx
        in      al, dx
        in      al, dx
        in      al, dx
        pop     dx
        pop     ax
        ret

; Writes AL to the command register.
ata_issue:
        push    dx
        mov     dx, [fs:di + UNIT_IO]
        add     dx, ATA_COMMAND
        out     dx, al
        call    ata_settle
        pop     dx
        ret

; Resets the channel of the unit. Carry: it does not come back.
ata_reset:
        push    ax
        push    cx
        push    dx
        mov     dx, [fs:di + UNIT_CTRL]
        mov     al, 0x04
        out     dx, al
        mov     cx, 2
        call    delay_refresh
        mov     al, 0x00
        out     dx, al
        mov     cx, 4
        call    delay_refresh
        call    ata_wait
        pop     dx
        pop     cx
        pop     ax
        ret

; Transfers the blocks that EBDA_XF_* names from or to ES:BX (ES:BX moves on; BX stays below 16 bytes).
; Out: AH = status, EBDA_XF_DONE = blocks done; carry with an error.
ata_transfer:
        mov     word [fs:EBDA_XF_DONE], 0
.chunk: mov     ax, [fs:EBDA_XF_COUNT]
        test    ax, ax
        jz      .done
        cmp     ax, ATA_CHUNK
        jbe     .fits
        mov     ax, ATA_CHUNK
.fits:  mov     [fs:EBDA_XF_CHUNK], ax
        call    ata_command
        jc      .fail
        cmp     byte [fs:EBDA_XF_KIND], XF_VERIFY
        je      .verified
.sector:
        call    ata_sector
        jc      .fail
        inc     word [fs:EBDA_XF_DONE]
        dec     word [fs:EBDA_XF_COUNT]
        add     dword [fs:EBDA_XF_LBA], 1
        adc     dword [fs:EBDA_XF_LBA + 4], 0
        dec     word [fs:EBDA_XF_CHUNK]
        jnz     .sector
        cmp     byte [fs:EBDA_XF_KIND], XF_WRITE
        jne     .chunk
        call    ata_wait                ; the drive has taken the last sector
        jc      .timeout
        test    al, ATA_ERR | ATA_DF
        jnz     .fault
        jmp     .chunk
.verified:
        call    ata_wait
        jc      .timeout
        test    al, ATA_ERR | ATA_DF
        jnz     .fault
        movzx   eax, word [fs:EBDA_XF_CHUNK]
        add     [fs:EBDA_XF_DONE], ax
        sub     [fs:EBDA_XF_COUNT], ax
        add     [fs:EBDA_XF_LBA], eax
        adc     dword [fs:EBDA_XF_LBA + 4], 0
        jmp     .chunk
.done:  mov     ah, DISK_OK
        clc
        ret
.timeout:
        mov     ah, DISK_TIMED_OUT
        jmp     .fail
.fault: call    ata_error
.fail:  push    ax
        call    ata_reset
        pop     ax
        stc
        ret

; One sector between the data register and ES:BX. Carry: AH = status.
ata_sector:
        call    ata_wait
        jc      .timeout
        test    al, ATA_ERR | ATA_DF
        jnz     .error
        test    al, ATA_DRQ
        jz      .error
        call    normalize
        push    di
        push    si
        push    dx
        mov     dx, [fs:di + UNIT_IO]
        mov     cx, 256
        cmp     byte [fs:EBDA_XF_KIND], XF_WRITE
        je      .write
        mov     di, bx
        rep insw
        mov     bx, di
        jmp     .moved
.write: mov     si, bx
        es rep outsw
        mov     bx, si
.moved: pop     dx
        pop     si
        pop     di
        call    ata_settle
        clc
        ret
.timeout:
        mov     ah, DISK_TIMED_OUT
        stc
        ret
.error: call    ata_error
        stc
        ret

; ES:BX: the same address with BX below 16. Loses AX, DX is kept.
normalize:
        push    dx
        mov     dx, bx
        shr     dx, 4
        mov     ax, es
        add     ax, dx
        mov     es, ax
        and     bx, 0x000F
        pop     dx
        ret

; AH = INT 13h's status for the error register.
ata_error:
        push    dx
        mov     dx, [fs:di + UNIT_IO]
        add     dx, ATA_ERROR
        in      al, dx
        pop     dx
        mov     ah, DISK_BAD_CRC
        test    al, 0x40                ; uncorrectable
        jnz     .return
        mov     ah, DISK_NOT_FOUND
        test    al, 0x10                ; ID not found
        jnz     .return
        mov     ah, DISK_BAD_PARAMETER
        test    al, 0x04                ; aborted
        jnz     .return
        mov     ah, DISK_NO_ADDRESS_MARK
        test    al, 0x01
        jnz     .return
        mov     ah, DISK_CONTROLLER
.return:
        ret

; Writes AL to register %1 of the unit.
%macro ATA_OUT 1
        mov     dx, [fs:di + UNIT_IO]
        add     dx, %1
        out     dx, al
%endmacro

; Issues the command for EBDA_XF_CHUNK blocks at EBDA_XF_LBA: 28 bits where they do, else 48, else CHS. Carry: AH = status.
ata_command:
        push    edx
        push    ecx
        push    si
        mov     al, 0
        call    ata_select
        mov     ah, DISK_TIMED_OUT
        jc      .return
        test    byte [fs:di + UNIT_FLAGS], UF_LBA
        jz      .chs
        mov     eax, [fs:EBDA_XF_LBA + 4]
        test    eax, eax
        jnz     .ext
        movzx   eax, word [fs:EBDA_XF_CHUNK]
        add     eax, [fs:EBDA_XF_LBA]
        jc      .ext
        cmp     eax, 0x10000000
        ja      .ext
        mov     ecx, [fs:EBDA_XF_LBA]
        mov     al, [fs:EBDA_XF_CHUNK]
        ATA_OUT ATA_COUNT
        call    .address
        shr     ecx, 24
        mov     al, cl
        or      al, 0x40
        or      al, [fs:di + UNIT_DEVICE]
        ATA_OUT ATA_DEVICE
        mov     si, .commands
        jmp     .issue
.ext:   mov     al, 0
        ATA_OUT ATA_COUNT
        mov     ecx, [fs:EBDA_XF_LBA + 3]       ; bits 31..24, 39..32, 47..40
        call    .address
        mov     al, [fs:EBDA_XF_CHUNK]
        ATA_OUT ATA_COUNT
        mov     ecx, [fs:EBDA_XF_LBA]
        call    .address
        mov     al, [fs:di + UNIT_DEVICE]
        or      al, 0x40
        ATA_OUT ATA_DEVICE
        mov     si, .commands_ext
.issue: mov     al, [fs:EBDA_XF_KIND]
        mov     ah, 0
        add     si, ax
        mov     al, [cs:si]
        call    ata_issue
        clc
.return:
        pop     si
        pop     ecx
        pop     edx
        ret

; A drive without LBA: cylinder, head and sector of its own geometry.
.chs:   mov     eax, [fs:EBDA_XF_LBA]
        xor     edx, edx
        movzx   ecx, word [fs:di + UNIT_PSPT]
        div     ecx
        push    dx
        xor     edx, edx
        mov     cx, [fs:di + UNIT_PHEADS]
        div     ecx
        mov     cx, ax
        mov     ah, dl
        pop     dx
        push    ax
        mov     al, dl
        inc     al
        ATA_OUT ATA_LBA_LOW
        mov     al, cl
        ATA_OUT ATA_LBA_MID
        mov     al, ch
        ATA_OUT ATA_LBA_HIGH
        mov     al, [fs:EBDA_XF_CHUNK]
        ATA_OUT ATA_COUNT
        pop     ax
        mov     al, ah
        or      al, [fs:di + UNIT_DEVICE]
        ATA_OUT ATA_DEVICE
        mov     si, .commands
        jmp     .issue

; Three bytes of ECX to the address registers.
.address:
        mov     al, cl
        ATA_OUT ATA_LBA_LOW
        mov     al, ch
        ATA_OUT ATA_LBA_MID
        mov     eax, ecx
        shr     eax, 16
        ATA_OUT ATA_LBA_HIGH
        ret
.commands:
        db      ATA_READ, ATA_WRITE, ATA_VERIFY
.commands_ext:
        db      ATA_READ_EXT, ATA_WRITE_EXT, ATA_VERIFY_EXT
