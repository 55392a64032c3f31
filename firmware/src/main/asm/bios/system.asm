; INT 15h: the dispatcher, and the functions that have no file of their own: A20 gate (24h), keyboard intercept (4Fh),
; event wait (83h), wait (86h), system configuration (C0h), EBDA segment (C1h).

int15:
        SERVICE_ENTER
        mov     al, [bp + R_AH]
        mov     si, int15_functions
        jmp     dispatch

FUNCTIONS int15_functions, service_unsupported
        FUNCTION 0x24, int15_a20
        FUNCTION 0x4F, int15_keyboard_intercept
        FUNCTION 0x53, int15_apm
        FUNCTION 0x80, service_quiet_success    ; device open, close, program end: hooks of a multitasker
        FUNCTION 0x81, service_quiet_success
        FUNCTION 0x82, service_quiet_success
        FUNCTION 0x83, int15_event_wait
        FUNCTION 0x84, int15_joystick
        FUNCTION 0x85, service_quiet_success    ; SysRq pressed, released
        FUNCTION 0x86, int15_wait
        FUNCTION 0x87, int15_block_move
        FUNCTION 0x88, int15_extended_kib
        FUNCTION 0x89, int15_protected_mode
        FUNCTION 0x90, service_quiet_success    ; device busy, interrupt complete: hooks of a multitasker
        FUNCTION 0x91, service_quiet_success
        FUNCTION 0xC0, int15_configuration
        FUNCTION 0xC1, int15_ebda
        FUNCTION 0xC2, int15_mouse
        FUNCTION 0xE8, int15_memory_map
FUNCTIONS_END int15_functions

; ---- how every service ends -------------------------------------------------------------------------------------
service_unsupported:
        mov     byte [bp + R_AH], 0x86
service_carry_set:
        or      byte [bp + R_FLAGS], FLAG_CF
        SERVICE_LEAVE

service_quiet_success:
        mov     byte [bp + R_AH], 0
service_carry_clear:
        and     byte [bp + R_FLAGS], ~FLAG_CF
service_return:
        SERVICE_LEAVE

; AH=E8h: memory maps.
int15_memory_map:
        mov     al, [bp + R_AL]
        cmp     al, 0x20
        je      int15_e820
        cmp     al, 0x01
        je      int15_e801
        cmp     al, 0x81
        je      int15_e801
        jmp     service_unsupported

; AH=24h: A20 through port 92h. AL=0 off, 1 on, 2 status, 3 which ways there are.
int15_a20:
        mov     ah, [bp + R_AL]
        in      al, PORT_A
        cmp     ah, 1
        jb      .off
        je      .on
        cmp     ah, 3
        jb      .status
        je      .support
        jmp     service_unsupported
.off:   and     al, 0xFC
        jmp     .set
.on:    or      al, 0x02
        and     al, 0xFE
.set:   out     PORT_A, al
        jmp     service_quiet_success
.status:
        shr     al, 1
        and     al, 1
        mov     [bp + R_AL], al
        jmp     service_quiet_success
.support:
        mov     word [bp + R_BX], 0x0003        ; keyboard controller and port 92h
        jmp     service_quiet_success

; AH=4Fh: nobody intercepts: the scan code in AL goes on (carry set).
int15_keyboard_intercept:
        jmp     service_carry_set

; AH=84h: no game port: the switches read as an empty bus.
int15_joystick:
        mov     ax, [bp + R_DX]
        cmp     ax, 1
        ja      service_unsupported
        je      .axes
        mov     dx, 0x201
        in      al, dx
        and     al, 0xF0
        mov     [bp + R_AL], al
        jmp     service_carry_clear
.axes:  xor     eax, eax
        mov     [bp + R_AX], ax
        mov     [bp + R_BX], ax
        mov     [bp + R_CX], ax
        mov     [bp + R_DX], ax
        jmp     service_carry_clear

; AH=83h: AL=0: sets bit 7 of the byte at ES:BX after CX:DX microseconds; AL=1: cancels.
int15_event_wait:
        cli
        mov     al, [bp + R_AL]
        cmp     al, 1
        ja      service_unsupported
        je      .cancel
        test    byte [BDA_WAIT_FLAG], 1
        jnz     .busy
        mov     ax, [bp + R_ES]
        mov     bx, [bp + R_BX]
        call    start_wait
        jmp     service_quiet_success
.cancel:
        call    stop_periodic
        jmp     service_quiet_success
.busy:  mov     byte [bp + R_AH], 0
        jmp     service_carry_set

; AH=86h: returns after CX:DX microseconds.
int15_wait:
        cli
        test    byte [BDA_WAIT_FLAG], 1
        jnz     .busy
        mov     eax, [bp + R_CX - 2]    ; the caller's CX in the upper half
        mov     ax, [bp + R_DX]
        cmp     eax, 2000
        jb      .short
        mov     ax, SEG_BDA
        mov     bx, BDA_WAIT_FLAG
        call    start_wait
        mov     ecx, [BDA_WAIT_COUNT]   ; a program may have taken the vector: then the tick ends the wait, late but surely
        cmp     ecx, 0x3F000000
        jae     .forever
        shl     ecx, 2
        add     ecx, 1000000
        jmp     .wait
.forever:
        mov     ecx, 0xFFFFFFFF
.wait:  test    byte [BDA_WAIT_FLAG], 0x80
        jnz     .over
        mov     bx, 0x0100
        call    idle_step
        jnc     .wait
        call    stop_periodic
.over:  and     byte [BDA_WAIT_FLAG], 0x7F
        jmp     service_quiet_success
.short: xor     edx, edx                ; too short for the 976 us of the RTC: refresh cycles of 15.085 us
        mov     ecx, 15
        div     ecx
        mov     cx, ax
        inc     cx
        call    delay_refresh
        jmp     service_quiet_success
.busy:  mov     byte [bp + R_AH], 0x83
        jmp     service_carry_set

; Arms the RTC's periodic interrupt for the frame's CX:DX microseconds and the flag byte at AX:BX. IF = 0.
start_wait:
        mov     [BDA_WAIT_PTR], bx
        mov     [BDA_WAIT_PTR + 2], ax
        mov     ax, [bp + R_DX]
        mov     [BDA_WAIT_COUNT], ax
        mov     ax, [bp + R_CX]
        mov     [BDA_WAIT_COUNT + 2], ax
        mov     byte [BDA_WAIT_FLAG], 1
        mov     al, 0x0C                ; forget an old interrupt
        call    cmos_read
        mov     al, 0x0B
        call    cmos_read
        or      al, 0x40
        mov     ah, al
        mov     al, 0x0B
        call    cmos_write
        in      al, PIC2_DATA
        and     al, 0xFE
        out     PIC2_DATA, al
        ret

stop_periodic:
        mov     byte [BDA_WAIT_FLAG], 0
        mov     al, 0x0B
        call    cmos_read
        and     al, 0xBF
        mov     ah, al
        mov     al, 0x0B
        jmp     cmos_write

; AH=89h: to protected mode with the table at ES:SI; BH, BL = vectors of the interrupt controllers.
; The table's entries: 1 GDT, 2 IDT, 3 DS, 4 ES, 5 SS, 6 CS of the caller, 7 CS of the BIOS.
int15_protected_mode:
        cli
        mov     es, [bp + R_ES]
        mov     si, [bp + R_SI]
        mov     al, 0x11
        out     PIC1_CMD, al
        out     PIC2_CMD, al
        mov     al, [bp + R_BH]
        out     PIC1_DATA, al
        mov     al, [bp + R_BL]
        out     PIC2_DATA, al
        mov     al, 0x04
        out     PIC1_DATA, al
        mov     al, 0x02
        out     PIC2_DATA, al
        mov     al, 0x01
        out     PIC1_DATA, al
        out     PIC2_DATA, al
        mov     al, 0xFF
        out     PIC1_DATA, al
        out     PIC2_DATA, al
        in      al, PORT_A
        or      al, 0x02
        and     al, 0xFE
        out     PORT_A, al
        mov     dword [es:si + 0x38], 0x0000FFFF        ; the BIOS's own code segment
        mov     dword [es:si + 0x3C], 0x00009A0F
        lgdt    [es:si + 0x08]
        lidt    [es:si + 0x10]
        mov     di, [bp + R_IP]
        mov     eax, cr0
        or      al, 1
        mov     cr0, eax
        jmp     0x38:.protected
.protected:
        mov     ax, 0x18
        mov     ds, ax
        mov     ax, 0x20
        mov     es, ax
        mov     ax, 0x28
        mov     ss, ax
        mov     bx, sp
        add     sp, R_FLAGS + 2
        push    0x30
        push    di
        mov     ax, 0
        retf

; AH=C0h: ES:BX = configuration table.
int15_configuration:
        mov     word [bp + R_ES], SEG_BIOS
        mov     word [bp + R_BX], configuration_table
        jmp     service_quiet_success

; AH=C1h: ES = segment of the EBDA.
int15_ebda:
        mov     ax, [BDA_EBDA]
        mov     [bp + R_ES], ax
        jmp     service_carry_clear
