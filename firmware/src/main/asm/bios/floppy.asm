; INT 13h for floppy drives. IBM AT BIOS; Phoenix "System BIOS for IBM PCs, Compatibles, and EISA Computers".

floppy_service:
        mov     al, [bp + R_AH]
        mov     si, floppy_functions
        jmp     dispatch

FUNCTIONS floppy_functions, floppy_bad_parameter
        FUNCTION 0x00, floppy_reset
        FUNCTION 0x01, floppy_last_status
        FUNCTION 0x02, floppy_read
        FUNCTION 0x03, floppy_write
        FUNCTION 0x04, floppy_verify
        FUNCTION 0x05, floppy_format
        FUNCTION 0x08, floppy_parameters
        FUNCTION 0x15, floppy_kind
        FUNCTION 0x16, floppy_change
        FUNCTION 0x17, floppy_set_kind
        FUNCTION 0x18, floppy_set_media
FUNCTIONS_END floppy_functions

floppy_bad_parameter:
        mov     ah, DISK_BAD_PARAMETER
floppy_fail:
        mov     [bp + R_AH], ah
        mov     [BDA_FD_STATUS], ah
        jmp     service_carry_set
floppy_success:
        mov     byte [bp + R_AH], 0
        mov     byte [BDA_FD_STATUS], 0
        jmp     service_carry_clear

floppy_reset:
        call    floppy_type
        jz      floppy_bad_parameter
        call    fdc_reset
        mov     ah, DISK_CONTROLLER
        jc      floppy_fail
        jmp     floppy_success

floppy_last_status:
        mov     al, [BDA_FD_STATUS]
        mov     [bp + R_AH], al
        test    al, al
        jz      service_carry_clear
        jmp     service_carry_set

; Selects drive DL, sees to its change line and its media. Carry: AH = status.
floppy_ready:
        call    floppy_type
        mov     ah, DISK_BAD_PARAMETER
        jz      .fail
        call    fdc_select
        call    floppy_changed
        jz      .same
        call    floppy_clear_change
        mov     ah, DISK_TIMED_OUT      ; still active: no disk
        jnz     .fail
        mov     ah, DISK_CHANGED
.fail:  stc
        ret
.same:  clc
        ret

floppy_read:
        mov     si, FDC_READ << 8 | 0x46
        jmp     floppy_transfer
floppy_write:
        mov     si, FDC_WRITE << 8 | 0x4A
        jmp     floppy_transfer
floppy_verify:
        mov     si, FDC_VERIFY << 8
; SI = command and DMA mode (0: no data).
floppy_transfer:
        mov     dh, [bp + R_DH]
        mov     cx, [bp + R_CX]
        mov     al, [bp + R_AL]
        dec     al
        cmp     al, 72                  ; two sides of 36 sectors
        jae     floppy_bad_parameter
        cmp     dh, 1
        ja      floppy_bad_parameter
        test    cl, cl
        jz      floppy_bad_parameter
        call    floppy_ready
        jc      .fail
        call    floppy_media
        jc      .fail
        test    si, 0x00FF
        jz      .seek
        mov     es, [bp + R_ES]
        mov     bx, [bp + R_BX]
        push    cx
        movzx   cx, byte [bp + R_AL]
        shl     cx, 9
        dec     cx
        mov     ax, si
        call    fdc_dma
        pop     cx
        mov     ah, DISK_DMA_BOUNDARY
        jc      .fail
.seek:  call    fdc_seek
        mov     ah, DISK_BAD_SEEK
        jc      .reset
        call    floppy_command
        jc      .reset
        call    fdc_motor_timeout
        jmp     floppy_success
.reset: cmp     ah, DISK_TIMED_OUT      ; a controller that hangs in a command is reset
        jne     .fail
        call    fdc_reset
        mov     ah, DISK_TIMED_OUT
.fail:  mov     byte [bp + R_AL], 0
        call    fdc_motor_timeout
        jmp     floppy_fail

; SI = command; DL, DH, CH, CL the place, the frame's AL the count: the nine bytes, the wait, the result.
floppy_command:
        and     byte [BDA_FD_SEEK], 0x7F
        mov     ax, si
        mov     al, ah
        call    fdc_send
        jc      .silent
        cmp     ah, FDC_VERIFY
        jne     .head
        mov     al, dh                  ; EC: the count ends it
        shl     al, 2
        or      al, dl
        or      al, 0x80
        call    fdc_send
        jmp     .place
.head:  call    fdc_send_head
.place: jc      .silent
        mov     al, ch
        call    fdc_send
        mov     al, dh
        call    fdc_send
        mov     al, cl
        call    fdc_send
        call    diskette_table
        mov     al, [es:bx + 3]
        call    fdc_send
        call    floppy_end_of_track
        call    fdc_send
        mov     al, [es:bx + 5]
        call    fdc_send
        mov     ax, si
        mov     al, [es:bx + 6]
        cmp     ah, FDC_VERIFY
        jne     .last
        mov     al, [bp + R_AL]
.last:  call    fdc_send
        jc      .silent
        call    fdc_wait_interrupt
        jc      .silent
        jmp     fdc_result
.silent:
        mov     ah, DISK_TIMED_OUT
        stc
        ret

; AL = last sector of a track: the table's, unless the table is the BIOS's own: then what the data rate means.
; A first sector beyond it is let through: loaders find the format by reading sectors that may not be there.
floppy_end_of_track:
        push    bx
        mov     al, [es:bx + 4]
        mov     bx, es
        cmp     bx, SEG_BIOS
        jne     .table
        movzx   bx, dl
        mov     bl, [bx + BDA_FD_MEDIA]
        mov     al, 36
        cmp     bl, 0xC0
        jae     .table
        mov     al, 9
        cmp     bl, 0x40
        jae     .table
        mov     al, 18
        test    bl, 2                   ; 1.2 MiB drives have 5 in the state bits
        jnz     .table
        mov     al, 15
.table: cmp     al, cl
        jae     .return
        mov     al, cl
        add     al, [bp + R_AL]
        dec     al
.return:
        pop     bx
        ret

; AH=05h: formats track CH, head DH with the address fields at ES:BX.
floppy_format:
        mov     dh, [bp + R_DH]
        mov     cx, [bp + R_CX]
        cmp     dh, 1
        ja      floppy_bad_parameter
        call    floppy_ready
        jc      .fail
        movzx   bx, dl
        test    byte [bx + BDA_FD_MEDIA], 0x10
        jnz     .rate
        call    floppy_type             ; nobody said which media (AH=17h, 18h): the drive's own
        movzx   si, al
        cmp     si, 6
        ja      floppy_bad_parameter
        add     si, si
        mov     si, [cs:si + floppy_rates]
        mov     al, [cs:si]
        mov     [bx + BDA_FD_MEDIA], al
.rate:  call    floppy_set_rate
        call    diskette_table
        movzx   cx, byte [es:bx + 4]
        shl     cx, 2
        dec     cx
        mov     es, [bp + R_ES]
        mov     bx, [bp + R_BX]
        mov     al, 0x4A
        call    fdc_dma
        mov     ah, DISK_DMA_BOUNDARY
        jc      .fail
        mov     cx, [bp + R_CX]
        call    fdc_seek
        mov     ah, DISK_BAD_SEEK
        jc      .fail
        and     byte [BDA_FD_SEEK], 0x7F
        mov     al, FDC_FORMAT
        call    fdc_send
        jc      .silent
        call    fdc_send_head
        jc      .silent
        call    diskette_table
        mov     al, [es:bx + 3]
        call    fdc_send
        mov     al, [es:bx + 4]
        call    fdc_send
        mov     al, [es:bx + 7]
        call    fdc_send
        mov     al, [es:bx + 8]
        call    fdc_send
        jc      .silent
        call    fdc_wait_interrupt
        jc      .silent
        call    fdc_result
        jc      .fail
        call    fdc_motor_timeout
        jmp     floppy_success
.silent:
        call    fdc_reset
        mov     ah, DISK_TIMED_OUT
.fail:  call    fdc_motor_timeout
        jmp     floppy_fail

; AH=08h: BL = type, CX, DH = geometry, DL = drives, ES:DI = parameter table.
floppy_parameters:
        call    floppy_type
        jz      .absent
        cmp     al, 6
        ja      .absent
        movzx   bx, al
        mov     [bp + R_BX], bx
        shl     bx, 2
        mov     ax, [cs:bx + floppy_geometry - 4]
        mov     ch, al
        mov     cl, ah
        mov     [bp + R_CX], cx
        mov     byte [bp + R_DH], 1
        mov     ax, [cs:bx + floppy_geometry - 2]
        mov     [bp + R_DI], ax
        mov     word [bp + R_ES], SEG_BIOS
        jmp     .count
.absent:
        xor     ax, ax
        mov     [bp + R_BX], ax
        mov     [bp + R_CX], ax
        mov     [bp + R_DX], ax
        mov     [bp + R_DI], ax
        mov     [bp + R_ES], ax
.count: mov     al, [fs:EBDA_FD_COUNT]
        cmp     byte [fs:EBDA_CDE_ACTIVE], 0
        je      .store
        cmp     byte [fs:EBDA_CDE_DRIVE], 0
        jne     .store
        inc     al
.store: mov     [bp + R_DL], al
        mov     word [bp + R_AX], 0
        mov     byte [BDA_FD_STATUS], 0
        jmp     service_carry_clear

; AH=15h: AH = 0 none, 1 without change line, 2 with.
floppy_kind:
        call    floppy_type
        mov     ah, 0
        jz      .store
        inc     ah
        cmp     al, 1
        je      .store
        inc     ah
.store: mov     [bp + R_AH], ah
        jmp     service_carry_clear

; AH=16h: has the disk been changed?
floppy_change:
        call    floppy_type
        jz      floppy_bad_parameter
        call    floppy_ready
        call    fdc_motor_timeout
        jc      floppy_fail
        jmp     floppy_success

; AH=17h: AL = 1 360K in 360K, 2 360K in 1.2M, 3 1.2M, 4 720K.
floppy_set_kind:
        movzx   si, byte [bp + R_AL]
        dec     si
        cmp     si, 3
        ja      floppy_bad_parameter
        call    floppy_ready
        jnc     .set
        cmp     ah, DISK_CHANGED
        jne     floppy_fail
.set:   mov     al, [cs:si + .states]
        movzx   bx, dl
        mov     [bx + BDA_FD_MEDIA], al
        jmp     floppy_success
.states:
        db      0x93, 0x74, 0x15, 0x97

; AH=18h: CH = last cylinder, CL = sectors: ES:DI = parameter table for them.
floppy_set_media:
        call    floppy_type
        jz      floppy_bad_parameter
        mov     cx, [bp + R_CX]
        and     cl, 0x3F
        mov     si, .formats
.next:  cmp     byte [cs:si], 0
        je      .unknown
        cmp     ch, [cs:si]
        jne     .step
        cmp     cl, [cs:si + 1]
        jne     .step
        cmp     al, [cs:si + 2]
        je      .found
.step:  add     si, 6
        jmp     .next
.found: mov     al, [cs:si + 3]
        movzx   bx, dl
        mov     [bx + BDA_FD_MEDIA], al
        mov     ax, [cs:si + 4]
        mov     [bp + R_DI], ax
        mov     word [bp + R_ES], SEG_BIOS
        jmp     floppy_success
.unknown:
        mov     ah, DISK_UNKNOWN_MEDIA
        jmp     floppy_fail
.formats:                               ; last cylinder, sectors, drive type, state; table
        db      39, 9, 1, 0x93
        dw      media_360
        db      39, 9, 2, 0x74
        dw      media_360
        db      79, 15, 2, 0x15
        dw      media_1200
        db      79, 9, 3, 0x97
        dw      media_720
        db      79, 18, 4, 0x17
        dw      media_1440
        db      79, 9, 4, 0x97
        dw      media_720
        db      79, 36, 5, 0xD7
        dw      media_2880
        db      79, 18, 5, 0x17
        dw      media_1440
        db      79, 9, 5, 0x97
        dw      media_720
        db      79, 36, 6, 0xD7
        dw      media_2880
        db      79, 18, 6, 0x17
        dw      media_1440
        db      79, 9, 6, 0x97
        dw      media_720
        db      0
