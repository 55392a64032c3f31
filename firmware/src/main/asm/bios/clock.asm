; Time: INT 08h (tick), INT 1Ah (tick count, RTC), INT 70h (RTC periodic and alarm). MC146818 data sheet; IBM AT.

TICKS_PER_DAY   equ     0x1800B0

; IRQ 0: counts, stops the floppy motor when its time is over, calls INT 1Ch.
int08:
        push    eax
        push    dx
        push    ds
        push    SEG_BDA
        pop     ds
        mov     eax, [BDA_TICKS]
        inc     eax
        cmp     eax, TICKS_PER_DAY
        jb      .store
        xor     eax, eax
        inc     byte [BDA_MIDNIGHT]
.store: mov     [BDA_TICKS], eax
        cmp     byte [BDA_FD_TIMEOUT], 0
        je      .user
        dec     byte [BDA_FD_TIMEOUT]
        jnz     .user
        and     byte [BDA_FD_MOTOR], 0xF0
        mov     dx, 0x3F2
        mov     al, 0x0C
        out     dx, al
.user:  int     0x1C
        cli
        mov     al, EOI
        out     PIC1_CMD, al
        pop     ds
        pop     dx
        pop     eax
        iret

; IRQ 8: the periodic interrupt counts down INT 15h's waits; the alarm calls INT 4Ah.
int70:
        push    eax
        push    bx
        push    ds
        push    SEG_BDA
        pop     ds
        mov     al, 0x0C
        call    cmos_read
        mov     ah, al
        mov     al, 0x0B
        call    cmos_read
        and     al, ah
        mov     bl, al
        test    bl, 0x40
        jz      .alarm
        test    byte [BDA_WAIT_FLAG], 1
        jz      .alarm
        sub     dword [BDA_WAIT_COUNT], 976
        ja      .alarm
        call    stop_periodic
        push    es
        push    di
        les     di, [BDA_WAIT_PTR]
        or      byte [es:di], 0x80
        pop     di
        pop     es
.alarm: test    bl, 0x20
        jz      .done
        int     0x4A
        cli
.done:  mov     al, EOI
        out     PIC2_CMD, al
        out     PIC1_CMD, al
        pop     ds
        pop     bx
        pop     eax
        iret

; INT 1Ah.
int1a:
        SERVICE_ENTER
        mov     al, [bp + R_AH]
        mov     si, int1a_functions
        jmp     dispatch

FUNCTIONS int1a_functions, int1a_unsupported
        FUNCTION 0x00, int1a_get_ticks
        FUNCTION 0x01, int1a_set_ticks
        FUNCTION 0x02, int1a_get_time
        FUNCTION 0x03, int1a_set_time
        FUNCTION 0x04, int1a_get_date
        FUNCTION 0x05, int1a_set_date
        FUNCTION 0x06, int1a_set_alarm
        FUNCTION 0x07, int1a_reset_alarm
        FUNCTION 0xB1, int1a_pci
FUNCTIONS_END int1a_functions

int1a_unsupported:
        jmp     service_carry_set

; AH=00h: CX:DX = ticks, AL = midnights since the last call.
int1a_get_ticks:
        cli
        mov     eax, [BDA_TICKS]
        mov     [bp + R_DX], ax
        shr     eax, 16
        mov     [bp + R_CX], ax
        mov     al, 0
        xchg    al, [BDA_MIDNIGHT]
        mov     ah, 0
        mov     [bp + R_AX], ax
        jmp     service_carry_clear

int1a_set_ticks:
        cli
        mov     ax, [bp + R_CX]
        shl     eax, 16
        mov     ax, [bp + R_DX]
        mov     [BDA_TICKS], eax
        mov     byte [BDA_MIDNIGHT], 0
        mov     byte [bp + R_AH], 0
        jmp     service_carry_clear

; Waits until no update is near (register A, bit 7). Carry: the clock does not answer.
rtc_ready:
        push    cx
        push    ax
        mov     cx, 500                 ; an update takes 2 ms at most: 500 refresh cycles are 7.5 ms
.wait:  mov     al, 0x0A
        call    cmos_read
        test    al, 0x80
        jz      .ready
        push    cx
        mov     cx, 1
        call    delay_refresh
        pop     cx
        loop    .wait
        pop     ax
        pop     cx
        stc
        ret
.ready: pop     ax
        pop     cx
        clc
        ret

; AH=02h: CH, CL, DH = hours, minutes, seconds in BCD, DL = daylight saving.
int1a_get_time:
        call    rtc_ready
        jc      .fail
        mov     al, 0x00
        call    cmos_read
        mov     [bp + R_DH], al
        mov     al, 0x02
        call    cmos_read
        mov     [bp + R_CL], al
        mov     al, 0x04
        call    cmos_read
        mov     [bp + R_CH], al
        mov     al, 0x0B
        call    cmos_read
        and     al, 1
        mov     [bp + R_DL], al
        mov     al, [bp + R_CH]
        mov     [bp + R_AL], al
        mov     byte [bp + R_AH], 0
        jmp     service_carry_clear
.fail:  jmp     service_carry_set

; Stops the clock for setting (register B, SET) with AH = other bits to set; starts it again.
rtc_stop:
        mov     al, 0x0B
        call    cmos_read
        or      al, 0x80
        mov     ah, al
        mov     al, 0x0B
        jmp     cmos_write
rtc_start:
        mov     al, 0x0B
        call    cmos_read
        and     al, 0x7F
        mov     ah, al
        mov     al, 0x0B
        jmp     cmos_write

int1a_set_time:
        call    rtc_stop
        mov     ah, [bp + R_DH]
        mov     al, 0x00
        call    cmos_write
        mov     ah, [bp + R_CL]
        mov     al, 0x02
        call    cmos_write
        mov     ah, [bp + R_CH]
        mov     al, 0x04
        call    cmos_write
        mov     al, 0x0B
        call    cmos_read
        and     al, 0x62                ; alarm and periodic stay, 24 hours, BCD
        or      al, 0x02
        mov     ah, [bp + R_DL]
        and     ah, 1
        or      ah, al
        mov     al, 0x0B
        call    cmos_write
        mov     byte [bp + R_AH], 0
        jmp     service_carry_clear

; AH=04h: CH, CL, DH, DL = century, year, month, day in BCD.
int1a_get_date:
        call    rtc_ready
        jc      .fail
        mov     al, 0x07
        call    cmos_read
        mov     [bp + R_DL], al
        mov     al, 0x08
        call    cmos_read
        mov     [bp + R_DH], al
        mov     al, 0x09
        call    cmos_read
        mov     [bp + R_CL], al
        mov     al, 0x32
        call    cmos_read
        mov     [bp + R_CH], al
        mov     byte [bp + R_AH], 0
        jmp     service_carry_clear
.fail:  jmp     service_carry_set

int1a_set_date:
        call    rtc_stop
        mov     ah, [bp + R_DL]
        mov     al, 0x07
        call    cmos_write
        mov     ah, [bp + R_DH]
        mov     al, 0x08
        call    cmos_write
        mov     ah, [bp + R_CL]
        mov     al, 0x09
        call    cmos_write
        mov     ah, [bp + R_CH]
        mov     al, 0x32
        call    cmos_write
        call    rtc_start
        mov     byte [bp + R_AH], 0
        jmp     service_carry_clear

; AH=06h: alarm at CH, CL, DH. Carry: one is set already.
int1a_set_alarm:
        mov     al, 0x0B
        call    cmos_read
        test    al, 0x20
        jnz     .busy
        call    rtc_ready
        mov     ah, [bp + R_DH]
        mov     al, 0x01
        call    cmos_write
        mov     ah, [bp + R_CL]
        mov     al, 0x03
        call    cmos_write
        mov     ah, [bp + R_CH]
        mov     al, 0x05
        call    cmos_write
        in      al, PIC2_DATA
        and     al, 0xFE
        out     PIC2_DATA, al
        mov     al, 0x0B
        call    cmos_read
        and     al, 0x7F
        or      al, 0x20
        mov     ah, al
        mov     al, 0x0B
        call    cmos_write
        jmp     service_carry_clear
.busy:  mov     word [bp + R_AX], 0
        jmp     service_carry_set

int1a_reset_alarm:
        mov     al, 0x0B
        call    cmos_read
        and     al, 0x57
        mov     ah, al
        mov     al, 0x0B
        call    cmos_write
        jmp     service_carry_clear

; AL = BCD: EAX = binary.
bcd_to_binary:
        mov     ah, al
        and     ax, 0xF00F
        shr     ah, 4
        aad
        movzx   eax, ax
        ret

; Sets the tick count from the RTC: seconds * 1193182 / 65536.
ticks_from_rtc:
        call    rtc_ready
        mov     al, 0x04
        call    cmos_read
        call    bcd_to_binary
        imul    ecx, eax, 60
        mov     al, 0x02
        call    cmos_read
        call    bcd_to_binary
        add     eax, ecx
        imul    ecx, eax, 60
        mov     al, 0x00
        call    cmos_read
        call    bcd_to_binary
        add     eax, ecx
        mov     ecx, 1193182
        mul     ecx
        shrd    eax, edx, 16
        cmp     eax, TICKS_PER_DAY
        jb      .store
        xor     eax, eax
.store: mov     [BDA_TICKS], eax
        ret
