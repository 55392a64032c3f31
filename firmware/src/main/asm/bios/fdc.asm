; 82077AA floppy disk controller at 3F0h with DMA channel 2 and IRQ 6: single commands. Intel 82077AA data sheet.
; Before every command DS = BDA. Drive number in DL.

FDC_DOR         equ     0x3F2
FDC_MSR         equ     0x3F4
FDC_CCR         equ     0x3F7
FDC_DIR         equ     0x3F7

FDC_SPECIFY     equ     0x03
FDC_RECALIBRATE equ     0x07
FDC_SENSE       equ     0x08
FDC_SEEK        equ     0x0F
FDC_READ_ID     equ     0x4A
FDC_FORMAT      equ     0x4D
FDC_WRITE       equ     0xC5            ; MT, MFM
FDC_READ        equ     0xE6            ; MT, MFM, SK
FDC_VERIFY      equ     0xF6            ; MT, MFM, SK

FDC_WAIT        equ     2000000         ; microseconds for a command

; Sends AL. Carry: the controller does not take it.
fdc_send:
        push    cx
        push    dx
        push    ax
        mov     dx, FDC_MSR
        mov     cx, 3000                ; 45 ms
.next:  in      al, dx
        and     al, 0xC0
        cmp     al, 0x80
        je      .ready
        push    cx
        mov     cx, 1
        call    delay_refresh
        pop     cx
        loop    .next
        pop     ax
        pop     dx
        pop     cx
        stc
        ret
.ready: pop     ax
        inc     dx
        out     dx, al
        pop     dx
        pop     cx
        clc
        ret

; Receives AL. Carry: nothing comes.
fdc_receive:
        push    cx
        push    dx
        mov     dx, FDC_MSR
        mov     cx, 3000
.next:  in      al, dx
        and     al, 0xC0
        cmp     al, 0xC0
        je      .ready
        push    cx
        mov     cx, 1
        call    delay_refresh
        pop     cx
        loop    .next
        pop     dx
        pop     cx
        stc
        ret
.ready: inc     dx
        in      al, dx
        pop     dx
        pop     cx
        clc
        ret

; Waits for IRQ 6. Carry: it did not come in time.
fdc_wait_interrupt:
        push    ebx
        push    ecx
        mov     bx, 0x0040
        mov     ecx, FDC_WAIT
        cli
.next:  test    byte [BDA_FD_SEEK], 0x80
        jnz     .come
        call    idle_step
        jnc     .next
        sti
        pop     ecx
        pop     ebx
        stc
        ret
.come:  and     byte [BDA_FD_SEEK], 0x7F
        sti
        pop     ecx
        pop     ebx
        clc
        ret

; IRQ 6.
int0e:
        push    ax
        push    ds
        push    SEG_BDA
        pop     ds
        or      byte [BDA_FD_SEEK], 0x80
        mov     al, EOI
        out     PIC1_CMD, al
        pop     ds
        pop     ax
        iret

; Resets the controller; all drives need to be calibrated again. Carry: it does not answer.
fdc_reset:
        push    ax
        push    cx
        push    dx
        and     byte [BDA_FD_SEEK], 0x70
        mov     al, [BDA_FD_MOTOR]
        and     al, 0x03
        shl     al, 4
        push    ax
        mov     dx, FDC_DOR
        or      al, 0x08
        out     dx, al
        mov     cx, 2
        call    delay_refresh
        pop     ax
        or      al, 0x0C
        out     dx, al
        call    fdc_wait_interrupt
        jc      .fail
        mov     cx, 4                   ; one status change for each drive
.sense: mov     al, FDC_SENSE
        call    fdc_send
        jc      .fail
        call    fdc_receive
        jc      .fail
        call    fdc_receive
        jc      .fail
        loop    .sense
        call    fdc_specify
.fail:  pop     dx
        pop     cx
        pop     ax
        ret

; Step rate, head times and DMA from the diskette parameter table.
fdc_specify:
        push    es
        push    bx
        call    diskette_table
        mov     al, FDC_SPECIFY
        call    fdc_send
        jc      .done
        mov     al, [es:bx]
        call    fdc_send
        jc      .done
        mov     al, [es:bx + 1]
        call    fdc_send
.done:  pop     bx
        pop     es
        ret

; ES:BX = the table of INT 1Eh.
diskette_table:
        push    0
        pop     es
        les     bx, [es:0x1E * 4]
        ret

; Motor of DL on, drive selected. The motor runs on for as long as the table says after the service.
fdc_select:
        push    ax
        push    cx
        push    dx
        mov     byte [BDA_FD_TIMEOUT], 0xFF
        mov     cl, dl
        mov     al, 1
        shl     al, cl
        or      [BDA_FD_MOTOR], al
        and     byte [BDA_FD_MOTOR], 0xCF
        shl     cl, 4
        or      [BDA_FD_MOTOR], cl
        mov     al, [BDA_FD_MOTOR]
        and     al, 0x03
        shl     al, 4
        or      al, 0x0C
        or      al, dl
        mov     dx, FDC_DOR
        out     dx, al
        pop     dx
        pop     cx
        pop     ax
        ret

; The motor's time after a service.
fdc_motor_timeout:
        push    es
        push    bx
        push    ax
        call    diskette_table
        mov     al, [es:bx + 2]
        mov     [BDA_FD_TIMEOUT], al
        pop     ax
        pop     bx
        pop     es
        ret

; After a seek or calibration: AL = ST0. Carry: error.
fdc_sense:
        call    fdc_wait_interrupt
        jc      .return
        mov     al, FDC_SENSE
        call    fdc_send
        jc      .return
        call    fdc_receive
        jc      .return
        mov     [BDA_FD_RESULT], al
        call    fdc_receive
        jc      .return
        mov     [BDA_FD_RESULT + 1], al
        mov     al, [BDA_FD_RESULT]
        and     al, 0xC0
        jz      .return
        stc
.return:
        ret

; Heads of DL to cylinder 0. The controller gives up after 79 steps: a second try reaches it. Carry: error.
fdc_recalibrate:
        push    ax
        push    bx
        call    .once
        jnc     .done
        call    .once
.done:  pop     bx
        pop     ax
        ret
.once:  mov     al, FDC_RECALIBRATE
        call    fdc_send
        jc      .return
        mov     al, dl
        call    fdc_send
        jc      .return
        call    fdc_sense
        jc      .return
        movzx   bx, dl
        mov     byte [bx + BDA_FD_TRACK], 0
        push    cx
        mov     cl, dl
        mov     al, 1
        shl     al, cl
        or      [BDA_FD_SEEK], al
        pop     cx
        clc
.return:
        ret

; DL = drive, DH = head, CH = cylinder: seeks when the heads are elsewhere. Carry: error.
fdc_seek:
        push    ax
        push    bx
        push    cx
        mov     cl, dl
        mov     al, 1
        shl     al, cl
        test    [BDA_FD_SEEK], al
        jnz     .calibrated
        call    fdc_recalibrate
        jc      .done
.calibrated:
        movzx   bx, dl
        test    byte [bx + BDA_FD_MEDIA], 0x20  ; 40 cylinders in a drive of 80
        jz      .single
        add     ch, ch
.single:
        cmp     ch, [bx + BDA_FD_TRACK]
        je      .done                   ; carry is clear
        mov     al, FDC_SEEK
        call    fdc_send
        jc      .done
        call    fdc_send_head
        jc      .done
        mov     al, ch
        call    fdc_send
        jc      .done
        call    fdc_sense
        jc      .done
        mov     [bx + BDA_FD_TRACK], ch
        clc
.done:  pop     cx
        pop     bx
        pop     ax
        ret

; Sends head and drive.
fdc_send_head:
        mov     al, dh
        and     al, 1
        shl     al, 2
        or      al, dl
        jmp     fdc_send

; The seven result bytes; AH = the status they mean. Carry: AH is an error.
fdc_result:
        push    bx
        push    cx
        mov     bx, BDA_FD_RESULT
        mov     cx, 7
.next:  call    fdc_receive
        jc      .silent
        mov     [bx], al
        inc     bx
        loop    .next
        mov     ah, DISK_OK
        test    byte [BDA_FD_RESULT], 0xC0
        jz      .done
        mov     al, [BDA_FD_RESULT + 1]
        mov     bx, .errors
.error: cmp     byte [cs:bx], 0
        je      .found
        test    al, [cs:bx]
        jnz     .found
        add     bx, 2
        jmp     .error
.found: mov     ah, [cs:bx + 1]
        stc
.done:  pop     cx
        pop     bx
        ret
.silent:
        mov     ah, DISK_CONTROLLER
        pop     cx
        pop     bx
        ret
.errors:                                ; bits of ST1
        db      0x02, DISK_WRITE_PROTECTED
        db      0x20, DISK_BAD_CRC
        db      0x10, DISK_DMA_OVERRUN
        db      0x04, DISK_NOT_FOUND
        db      0x80, DISK_NOT_FOUND
        db      0x01, DISK_NO_ADDRESS_MARK
        db      0, DISK_CONTROLLER

; DMA channel 2: AL = mode, ES:BX = buffer, CX = bytes - 1. Carry: the buffer crosses a 64 KiB line.
fdc_dma:
        push    edx
        push    eax
        push    ecx
        movzx   edx, bx
        push    ax
        mov     ax, es
        movzx   eax, ax
        shl     eax, 4
        add     edx, eax
        pop     ax
        push    dx
        add     dx, cx
        pop     dx
        jc      .done
        pushf
        cli
        push    ax
        mov     al, 0x06                ; mask
        out     0x0A, al
        out     0x0C, al                ; low byte first
        pop     ax
        out     0x0B, al
        mov     al, dl
        out     0x04, al
        mov     al, dh
        out     0x04, al
        shr     edx, 16
        mov     al, dl
        out     0x81, al
        mov     al, cl
        out     0x05, al
        mov     al, ch
        out     0x05, al
        mov     al, 0x02                ; unmask
        out     0x0A, al
        popf
        clc
.done:  pop     ecx
        pop     eax
        pop     edx
        ret
