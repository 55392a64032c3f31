; INT 13h for CD drives (E0h and up): the functions by block number, 2048 bytes each, and the tray.
; Phoenix EDD 1.1 and "El Torito" Bootable CD-ROM Format Specification 1.0.

cdrom_service:
        cmp     byte [bp + R_AH], 0x4B  ; El Torito's calls know the boot drive by its number
        je      eltorito_call
        sub     dl, 0xE0
        cmp     dl, [fs:EBDA_CD_COUNT]
        jae     .absent
        movzx   si, dl
        add     si, si
        mov     di, [fs:si + EBDA_CD_MAP]
        mov     al, [bp + R_AH]
        mov     si, cdrom_functions
        jmp     dispatch
.absent:
        mov     ah, DISK_BAD_PARAMETER
        cmp     byte [bp + R_AH], 0x15
        jne     disk_fail
        mov     byte [bp + R_AH], 0
        jmp     service_carry_set

FUNCTIONS cdrom_functions, disk_bad_parameter
        FUNCTION 0x00, disk_reset
        FUNCTION 0x01, disk_last_status
        FUNCTION 0x03, cdrom_write_protected
        FUNCTION 0x05, cdrom_write_protected
        FUNCTION 0x09, disk_success
        FUNCTION 0x0C, disk_success
        FUNCTION 0x0D, disk_reset
        FUNCTION 0x10, cdrom_ready
        FUNCTION 0x11, disk_success
        FUNCTION 0x14, disk_success
        FUNCTION 0x15, cdrom_kind
        FUNCTION 0x41, cdrom_present
        FUNCTION 0x42, cdrom_read
        FUNCTION 0x43, cdrom_write_protected
        FUNCTION 0x44, disk_success
        FUNCTION 0x45, cdrom_lock
        FUNCTION 0x46, cdrom_eject
        FUNCTION 0x47, disk_success
        FUNCTION 0x48, cdrom_parameters
        FUNCTION 0x49, cdrom_change
        FUNCTION 0x4E, edd_hardware
FUNCTIONS_END cdrom_functions

cdrom_write_protected:
        mov     ah, DISK_WRITE_PROTECTED
        jmp     disk_fail

cdrom_ready:
        call    atapi_ready
        jc      disk_fail
        jmp     disk_success

; AH=15h: none of the kinds this call knows.
cdrom_kind:
        mov     ah, 0x02
        jmp     disk_fail

; AH=41h: fixed disk access, locking and ejecting, enhanced parameters.
cdrom_present:
        cmp     word [bp + R_BX], 0x55AA
        jne     disk_bad_parameter
        mov     word [bp + R_BX], 0xAA55
        mov     byte [bp + R_AH], 0x21
        mov     word [bp + R_CX], 0x0007
        mov     byte [BDA_HD_STATUS], 0
        jmp     service_carry_clear

cdrom_read:
        call    edd_packet
        jc      disk_bad_parameter
        cmp     dword [fs:EBDA_XF_LBA + 4], 0
        jne     disk_bad_parameter
        les     bx, [es:si + DAP_OFFSET]
        call    atapi_read
        call    edd_store_count
        jmp     disk_end

; AH=45h: AL = 0 lock, 1 unlock, 2 status. The drive counts nothing: this BIOS does, as EDD asks.
cdrom_lock:
        mov     al, [bp + R_AL]
        cmp     al, 2
        ja      disk_bad_parameter
        je      .status
        mov     ah, [fs:di + UNIT_LOCKS]
        test    al, al
        jnz     .unlock
        cmp     ah, 0xFF
        mov     al, DISK_LOCK_FULL
        je      .fail
        inc     ah
        jmp     .store
.unlock:
        test    ah, ah
        mov     al, DISK_NOT_LOCKED
        jz      .fail
        dec     ah
.store: mov     [fs:di + UNIT_LOCKS], ah
        push    ax
        mov     al, SCSI_PREVENT_REMOVAL
        call    atapi_packet
        pop     ax
        cmp     ah, 1
        cmc
        setc    [fs:EBDA_PACKET + 4]
        mov     dword [fs:EBDA_XF_SKIP], 0
        mov     dword [fs:EBDA_XF_WANT], 0
        call    atapi_command
.status:
        cmp     byte [fs:di + UNIT_LOCKS], 1
        cmc
        setc    al
        mov     [bp + R_AL], al
        jmp     disk_success
.fail:  mov     ah, al
        jmp     disk_fail

; AH=46h: opens the tray.
cdrom_eject:
        cmp     byte [bp + R_AL], 0
        jne     disk_bad_parameter
        mov     ah, DISK_LOCKED
        cmp     byte [fs:di + UNIT_LOCKS], 0
        jne     disk_fail
        mov     al, SCSI_START_STOP
        call    atapi_packet
        mov     byte [fs:EBDA_PACKET + 4], 0x02
        mov     dword [fs:EBDA_XF_SKIP], 0
        mov     dword [fs:EBDA_XF_WANT], 0
        call    atapi_command
        jc      disk_fail
        jmp     disk_success

; AH=49h: has the disc been changed? The drive says so by unit attention.
cdrom_change:
        mov     al, SCSI_TEST_UNIT_READY
        call    atapi_simple
        jnc     disk_success
        mov     ah, DISK_CHANGED
        jmp     disk_fail

; AH=48h: removable, lockable, 2048 bytes a block; the capacity is the disc's.
cdrom_parameters:
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
        or      byte [fs:bx + 10], 0x60 ; removable, ATAPI
        mov     [es:si + 0x1A], bx
        mov     [es:si + 0x1C], fs
.basic: mov     [es:si], cx
        mov     word [es:si + 2], 0x0074        ; removable, change line, lockable, no geometry
        mov     eax, 0xFFFFFFFF
        mov     [es:si + 0x04], eax
        mov     [es:si + 0x08], eax
        mov     [es:si + 0x0C], eax
        mov     [es:si + 0x10], eax
        mov     [es:si + 0x14], eax
        mov     word [es:si + 0x18], CD_BLOCK
        call    atapi_ready
        jc      disk_success
        mov     al, SCSI_READ_CAPACITY
        call    atapi_packet
        mov     dword [fs:EBDA_XF_SKIP], 0
        mov     dword [fs:EBDA_XF_WANT], 8
        mov     bx, EBDA_SCRATCH
        push    fs
        pop     es
        call    atapi_command
        jc      disk_success
        mov     eax, [fs:EBDA_SCRATCH]
        bswap   eax
        inc     eax
        mov     es, [bp + R_DS]
        mov     si, [bp + R_SI]
        mov     [es:si + 0x10], eax
        mov     dword [es:si + 0x14], 0
        jmp     disk_success
