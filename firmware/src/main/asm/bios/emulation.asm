; INT 13h for the drive that an El Torito image emulates, and the calls about it (AH=4Bh).

; INT 13h AH=4Bh. AL=00h ends the emulation, 01h gives its status; the specification packet goes to DS:SI.
eltorito_call:
        mov     al, [bp + R_AL]
        cmp     al, 1
        ja      disk_bad_parameter
        cmp     word [fs:EBDA_CDE_UNIT], 0      ; nothing was booted from CD
        je      disk_bad_parameter
        mov     es, [bp + R_DS]
        mov     si, [bp + R_SI]
        mov     byte [es:si + 0x00], 0x13
        mov     al, [fs:EBDA_CDE_MEDIA]
        mov     [es:si + 0x01], al
        mov     al, [fs:EBDA_CDE_DRIVE]
        mov     [es:si + 0x02], al
        mov     bx, [fs:EBDA_CDE_UNIT]
        mov     al, 0
        cmp     word [fs:bx + UNIT_IO], 0x1F0
        je      .channel
        inc     al
.channel:
        mov     [es:si + 0x03], al              ; controller
        mov     eax, [fs:EBDA_CDE_LBA]
        mov     [es:si + 0x04], eax
        mov     al, [fs:bx + UNIT_DEVICE]
        shr     al, 4
        and     ax, 1
        mov     [es:si + 0x08], ax              ; master or slave
        mov     word [es:si + 0x0A], 0          ; user buffer segment
        mov     ax, [fs:EBDA_CDE_SEG]
        mov     [es:si + 0x0C], ax
        mov     ax, [fs:EBDA_CDE_COUNT]
        mov     [es:si + 0x0E], ax
        mov     ax, [fs:EBDA_CDE_CYL]
        dec     ax
        mov     [es:si + 0x10], al
        shl     ah, 6
        mov     al, [fs:EBDA_CDE_SPT]
        or      al, ah
        mov     [es:si + 0x11], al
        mov     al, [fs:EBDA_CDE_HEADS]
        dec     al
        mov     [es:si + 0x12], al
        cmp     byte [bp + R_AL], 0
        jne     disk_success
        mov     byte [fs:EBDA_CDE_ACTIVE], 0
        jmp     disk_success

; INT 13h for the emulated drive.
eltorito_service:
        mov     di, [fs:EBDA_CDE_UNIT]
        mov     al, [bp + R_AH]
        mov     si, eltorito_functions
        jmp     dispatch

FUNCTIONS eltorito_functions, disk_bad_parameter
        FUNCTION 0x00, disk_success
        FUNCTION 0x01, disk_last_status
        FUNCTION 0x02, eltorito_read
        FUNCTION 0x03, cdrom_write_protected
        FUNCTION 0x04, eltorito_verify
        FUNCTION 0x05, cdrom_write_protected
        FUNCTION 0x08, eltorito_parameters
        FUNCTION 0x09, disk_success
        FUNCTION 0x0C, disk_success
        FUNCTION 0x0D, disk_success
        FUNCTION 0x10, disk_success
        FUNCTION 0x11, disk_success
        FUNCTION 0x14, disk_success
        FUNCTION 0x15, eltorito_kind
        FUNCTION 0x16, disk_success
        FUNCTION 0x41, eltorito_edd_present
        FUNCTION 0x42, eltorito_edd_read
        FUNCTION 0x43, cdrom_write_protected
        FUNCTION 0x44, disk_success
        FUNCTION 0x47, disk_success
        FUNCTION 0x48, eltorito_edd_parameters
        FUNCTION 0x4B, eltorito_call
FUNCTIONS_END eltorito_functions

; The frame's place as EAX = sector of the image. Carry: outside.
eltorito_lba:
        call    disk_chs
        cmp     ax, [fs:EBDA_CDE_CYL]
        jae     .bad
        test    cl, cl
        jz      .bad
        cmp     cl, [fs:EBDA_CDE_SPT]
        ja      .bad
        movzx   bx, ch
        cmp     bx, [fs:EBDA_CDE_HEADS]
        jae     .bad
        movzx   eax, ax
        movzx   edx, word [fs:EBDA_CDE_HEADS]
        imul    eax, edx
        movzx   ebx, bx
        add     eax, ebx
        movzx   edx, word [fs:EBDA_CDE_SPT]
        imul    eax, edx
        movzx   ecx, cl
        add     eax, ecx
        dec     eax
        clc
        ret
.bad:   stc
        ret

eltorito_verify:
        call    eltorito_lba
        jc      disk_bad_parameter
        jmp     disk_success

eltorito_read:
        call    eltorito_lba
        jc      disk_bad_parameter
        movzx   cx, byte [bp + R_AL]
        jcxz    .bad
        mov     es, [bp + R_ES]
        mov     bx, [bp + R_BX]
        push    cx
        call    eltorito_sectors
        pop     cx
        jnc     disk_success
        mov     byte [bp + R_AL], 0
        jmp     disk_fail
.bad:   jmp     disk_bad_parameter

; Reads CX sectors of the image from EAX to ES:BX. Carry: AH = status.
eltorito_sectors:
        movzx   ecx, cx
        mov     edx, [fs:EBDA_CDE_TOTAL]
        sub     edx, eax
        jc      .beyond
        cmp     edx, ecx
        jb      .beyond
.next:  mov     edx, eax                        ; at most 30 blocks at once, which may begin inside of a block
        and     edx, 3
        shl     edx, 9
        mov     [fs:EBDA_XF_SKIP], edx
        mov     edx, ecx
        cmp     edx, 120
        jbe     .fits
        mov     edx, 120
.fits:  push    eax
        push    ecx
        push    edx
        mov     ecx, eax
        and     ecx, 3
        add     ecx, edx
        add     ecx, 3
        shr     ecx, 2
        mov     [fs:EBDA_XF_CHUNK], cx
        shl     edx, 9
        mov     [fs:EBDA_XF_WANT], edx
        shr     eax, 2
        add     eax, [fs:EBDA_CDE_LBA]
        mov     [fs:EBDA_XF_LBA], eax
        call    atapi_read_blocks
        mov     [fs:EBDA_SCRATCH], ah
        pop     edx
        pop     ecx
        pop     eax
        jc      .fail
        add     eax, edx
        sub     ecx, edx
        jnz     .next
        clc
        ret
.fail:  mov     ah, [fs:EBDA_SCRATCH]
        stc
        ret
.beyond:
        mov     ah, DISK_NOT_FOUND
        stc
        ret

eltorito_parameters:
        mov     ax, [fs:EBDA_CDE_CYL]
        mov     cl, [fs:EBDA_CDE_SPT]
        mov     ch, [fs:EBDA_CDE_HEADS]
        dec     ch
        call    disk_store_geometry
        mov     byte [bp + R_AL], 0
        cmp     byte [fs:EBDA_CDE_DRIVE], 0
        jne     .disk
        mov     al, [fs:EBDA_FD_COUNT]
        inc     al
        mov     [bp + R_DL], al
        movzx   bx, byte [fs:EBDA_CDE_MEDIA]
        mov     al, [cs:bx + .types - 1]
        mov     ah, 0
        mov     [bp + R_BX], ax
        mov     word [bp + R_ES], SEG_BIOS
        mov     word [bp + R_DI], media_1440
        jmp     disk_success
.disk:  mov     al, [BDA_HD_COUNT]
        inc     al
        mov     [bp + R_DL], al
        jmp     disk_success
.types: db      2, 4, 6

; AH=15h: a floppy without change line, or a disk.
eltorito_kind:
        mov     byte [bp + R_AH], 1
        cmp     byte [fs:EBDA_CDE_DRIVE], 0
        je      service_carry_clear
        mov     byte [bp + R_AH], 3
        mov     eax, [fs:EBDA_CDE_TOTAL]
        mov     [bp + R_DX], ax
        shr     eax, 16
        mov     [bp + R_CX], ax
        jmp     service_carry_clear

; The packet functions exist for an emulated hard disk only.
eltorito_edd_present:
        cmp     byte [fs:EBDA_CDE_DRIVE], 0x80
        jne     disk_bad_parameter
        jmp     edd_present

eltorito_edd_read:
        cmp     byte [fs:EBDA_CDE_DRIVE], 0x80
        jne     disk_bad_parameter
        call    edd_packet
        jc      disk_bad_parameter
        cmp     dword [fs:EBDA_XF_LBA + 4], 0
        jne     disk_bad_parameter
        mov     eax, [fs:EBDA_XF_LBA]
        mov     cx, [fs:EBDA_XF_COUNT]
        jcxz    .none
        les     bx, [es:si + DAP_OFFSET]
        call    eltorito_sectors
        jnc     disk_success
        mov     word [fs:EBDA_XF_DONE], 0
        call    edd_store_count
        jmp     disk_fail
.none:  jmp     disk_success

eltorito_edd_parameters:
        mov     es, [bp + R_DS]
        mov     si, [bp + R_SI]
        cmp     word [es:si], 0x1A
        jb      disk_bad_parameter
        mov     word [es:si], 0x1A
        mov     word [es:si + 2], 0x0002
        movzx   eax, word [fs:EBDA_CDE_CYL]
        mov     [es:si + 0x04], eax
        movzx   eax, word [fs:EBDA_CDE_HEADS]
        mov     [es:si + 0x08], eax
        movzx   eax, word [fs:EBDA_CDE_SPT]
        mov     [es:si + 0x0C], eax
        mov     eax, [fs:EBDA_CDE_TOTAL]
        mov     [es:si + 0x10], eax
        mov     dword [es:si + 0x14], 0
        mov     word [es:si + 0x18], 512
        jmp     disk_success
