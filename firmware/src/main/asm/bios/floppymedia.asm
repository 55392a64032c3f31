; Floppy drives and the disks in them: detection, change line, data rates, geometry.

; At POST: which drives CMOS 10h names; resets the controller and clears the change lines.
init_floppy:
        mov     fs, [BDA_EBDA]
        mov     al, 0x10
        call    cmos_read
        xor     cx, cx
        test    al, 0xF0
        jz      .second
        inc     cx
.second:
        test    al, 0x0F
        jz      .count
        inc     cx
.count: mov     [fs:EBDA_FD_COUNT], cl
        and     byte [BDA_EQUIPMENT], 0x3E
        jcxz    .none
        dec     cx
        shl     cl, 6
        or      cl, 1
        or      [BDA_EQUIPMENT], cl
        mov     byte [BDA_FD_CAPS], 0x77
        call    fdc_reset
        jc      .broken
        xor     dl, dl
        call    .clear
        inc     dl
        call    .clear
.none:  ret
.broken:
        LOG     "ring0 BIOS: no answer from the floppy controller", 10
        ret
.clear: call    floppy_type             ; a disk that lies in the drive at POST is not a changed one
        jz      .none
        call    fdc_select
        call    floppy_changed
        jz      .none
        jmp     floppy_clear_change

; DL = drive: AL = its type in CMOS: 1 360K, 2 1.2M, 3 720K, 4 1.44M, 5 and 6 2.88M. ZF: none.
floppy_type:
        cmp     dl, 1
        ja      .none
        mov     al, 0x10
        call    cmos_read
        test    dl, dl
        jnz     .second
        shr     al, 4
.second:
        and     al, 0x0F
        ret
.none:  xor     al, al
        ret

; ZF clear: the change line of DL is active.
floppy_changed:
        push    ax
        push    dx
        mov     dx, FDC_DIR
        in      al, dx
        test    al, 0x80
        pop     dx
        pop     ax
        ret

; Steps away and back, which clears the change line when there is a disk. ZF clear: there is none.
floppy_clear_change:
        push    cx
        push    dx
        push    bx
        movzx   bx, dl
        mov     byte [bx + BDA_FD_MEDIA], 0
        call    fdc_recalibrate
        mov     dh, 0
        mov     ch, 1
        call    fdc_seek
        mov     ch, 0
        call    fdc_seek
        pop     bx
        pop     dx
        pop     cx
        jmp     floppy_changed

; Data rates to try by drive type, ended by FFh: CCR value | double step 20h | state of 40:90.
floppy_rates:
        dw      .none, .kib360, .mib1_2, .kib720, .mib1_44, .mib2_88, .mib2_88
.none:  db      0xFF
.kib360:
        db      0x93, 0xFF              ; 250 kbit/s
.mib1_2:
        db      0x15, 0x74, 0xFF        ; 500; 300 with double steps
.kib720:
        db      0x97, 0xFF
.mib1_44:
        db      0x17, 0x97, 0xFF        ; 500, 250
.mib2_88:
        db      0xD7, 0x17, 0x97, 0xFF  ; 1000, 500, 250

; Sets the data rate of DL, finding it by READ ID when the media is new. Carry: AH = status.
floppy_media:
        push    bx
        push    si
        movzx   bx, dl
        test    byte [bx + BDA_FD_MEDIA], 0x10
        jnz     .known
        call    floppy_type
        movzx   si, al
        cmp     si, 6
        jbe     .listed
        mov     si, 4
.listed:
        add     si, si
        mov     si, [cs:si + floppy_rates]
.try:   mov     al, [cs:si]
        cmp     al, 0xFF
        je      .fail
        mov     [bx + BDA_FD_MEDIA], al
        inc     si
        call    floppy_set_rate
        call    fdc_seek
        jc      .fail
        mov     al, FDC_READ_ID
        and     byte [BDA_FD_SEEK], 0x7F
        call    fdc_send
        jc      .fail
        call    fdc_send_head
        jc      .fail
        call    fdc_wait_interrupt
        jc      .fail
        call    fdc_result
        jc      .try
        jmp     .done
.known: call    floppy_set_rate
.done:  pop     si
        pop     bx
        clc
        ret
.fail:  and     byte [bx + BDA_FD_MEDIA], 0xEF
        mov     ah, DISK_UNKNOWN_MEDIA
        pop     si
        pop     bx
        stc
        ret

; BX = drive: CCR from its media byte.
floppy_set_rate:
        push    dx
        mov     al, [bx + BDA_FD_MEDIA]
        and     al, 0xC0
        and     byte [BDA_FD_RATE], 0x3F
        or      [BDA_FD_RATE], al
        shr     al, 6
        mov     dx, FDC_CCR
        out     dx, al
        pop     dx
        ret

; Media by drive type: last cylinder, sectors, and its parameter table.
floppy_geometry:
        db      39, 9
        dw      media_360
        db      79, 15
        dw      media_1200
        db      79, 9
        dw      media_720
        db      79, 18
        dw      media_1440
        db      79, 36
        dw      media_2880
        db      79, 36
        dw      media_2880

media_360:      db 0xDF, 0x02, 37, 2, 9, 0x2A, 0xFF, 0x50, 0xF6, 15, 8
media_1200:     db 0xDF, 0x02, 37, 2, 15, 0x1B, 0xFF, 0x54, 0xF6, 15, 8
media_720:      db 0xDF, 0x02, 37, 2, 9, 0x2A, 0xFF, 0x50, 0xF6, 15, 8
media_1440:     db 0xDF, 0x02, 37, 2, 18, 0x1B, 0xFF, 0x6C, 0xF6, 15, 8
media_2880:     db 0xDF, 0x02, 37, 2, 36, 0x1B, 0xFF, 0x53, 0xF6, 15, 8
