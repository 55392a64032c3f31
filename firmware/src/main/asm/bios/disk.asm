; INT 13h for hard disks, cylinder-head-sector functions. FS = EBDA, DI = the unit.

disk_service:
        mov     al, [bp + R_AH]
        mov     si, disk_functions
        jmp     dispatch

FUNCTIONS disk_functions, disk_bad_parameter
        FUNCTION 0x00, disk_reset
        FUNCTION 0x01, disk_last_status
        FUNCTION 0x02, disk_read
        FUNCTION 0x03, disk_write
        FUNCTION 0x04, disk_verify
        FUNCTION 0x08, disk_parameters
        FUNCTION 0x09, disk_success             ; initialise drive parameters: the geometry is this BIOS's own
        FUNCTION 0x0C, disk_seek
        FUNCTION 0x0D, disk_reset
        FUNCTION 0x10, disk_ready
        FUNCTION 0x11, disk_success             ; recalibrate
        FUNCTION 0x14, disk_success             ; controller diagnostic
        FUNCTION 0x15, disk_kind
        FUNCTION 0x41, edd_present
        FUNCTION 0x42, edd_read
        FUNCTION 0x43, edd_write
        FUNCTION 0x44, edd_verify
        FUNCTION 0x47, edd_seek
        FUNCTION 0x48, edd_parameters
        FUNCTION 0x4E, edd_hardware
FUNCTIONS_END disk_functions

disk_reset:
        call    ata_reset
        mov     ah, DISK_RESET_FAILED
        jc      disk_fail
        jmp     disk_success

disk_ready:
        mov     al, 0
        call    ata_select
        mov     ah, DISK_NOT_READY
        jc      disk_fail
        mov     dx, [fs:di + UNIT_CTRL]
        in      al, dx
        test    al, ATA_DRDY
        jz      disk_fail
        jmp     disk_success

disk_read:
        mov     al, XF_READ
        jmp     disk_chs_transfer
disk_write:
        mov     al, XF_WRITE
        jmp     disk_chs_transfer
disk_verify:
        mov     al, XF_VERIFY
disk_chs_transfer:
        mov     [fs:EBDA_XF_KIND], al
        call    disk_lba
        jc      disk_bad_parameter
        movzx   cx, byte [bp + R_AL]
        jcxz    .count
        cmp     cx, 128
        ja      .count
        mov     [fs:EBDA_XF_COUNT], cx
        mov     [fs:EBDA_XF_LBA], eax
        mov     dword [fs:EBDA_XF_LBA + 4], 0
        movzx   ecx, cx
        add     eax, ecx
        jc      .beyond
        cmp     dword [fs:di + UNIT_TOTAL + 4], 0
        jne     .inside
        cmp     eax, [fs:di + UNIT_TOTAL]
        ja      .beyond
.inside:
        mov     es, [bp + R_ES]
        mov     bx, [bp + R_BX]
        call    ata_transfer
        mov     al, [fs:EBDA_XF_DONE]
        mov     [bp + R_AL], al
        jmp     disk_end
.beyond:
        mov     byte [bp + R_AL], 0
        mov     ah, DISK_NOT_FOUND
        jmp     disk_fail
.count: mov     byte [bp + R_AL], 0
        jmp     disk_bad_parameter

; The frame's cylinder, head, sector as EAX = LBA. Carry: outside of the geometry.
disk_lba:
        call    disk_chs
        cmp     ax, [fs:di + UNIT_LCYL]
        jae     .bad
        test    cl, cl
        jz      .bad
        cmp     cl, [fs:di + UNIT_LSPT]
        ja      .bad
        movzx   bx, ch
        cmp     bx, [fs:di + UNIT_LHEADS]
        jae     .bad
        movzx   eax, ax
        movzx   edx, word [fs:di + UNIT_LHEADS]
        imul    eax, edx
        movzx   ebx, bx
        add     eax, ebx
        movzx   edx, word [fs:di + UNIT_LSPT]
        imul    eax, edx
        movzx   ecx, cl
        add     eax, ecx
        dec     eax
        clc
        ret
.bad:   stc
        ret

disk_seek:
        call    disk_lba
        jc      disk_bad_parameter
        jmp     disk_success

; AH=08h: CX, DH = geometry, DL = drives.
disk_parameters:
        mov     ax, [fs:di + UNIT_LCYL]
        mov     cl, [fs:di + UNIT_LSPT]
        mov     ch, [fs:di + UNIT_LHEADS]
        dec     ch
        call    disk_store_geometry
        mov     al, [BDA_HD_COUNT]
        cmp     byte [fs:EBDA_CDE_ACTIVE], 0
        je      .store
        cmp     byte [fs:EBDA_CDE_DRIVE], 0x80
        jne     .store
        inc     al
.store: mov     [bp + R_DL], al
        mov     byte [bp + R_AL], 0
        jmp     disk_success

; AH=15h: AH = 3, CX:DX = sectors.
disk_kind:
        movzx   eax, word [fs:di + UNIT_LCYL]
        movzx   ecx, word [fs:di + UNIT_LHEADS]
        imul    eax, ecx
        movzx   ecx, word [fs:di + UNIT_LSPT]
        imul    eax, ecx
        mov     [bp + R_DX], ax
        shr     eax, 16
        mov     [bp + R_CX], ax
        mov     byte [bp + R_AH], 3
        mov     byte [BDA_HD_STATUS], 0
        jmp     service_carry_clear
