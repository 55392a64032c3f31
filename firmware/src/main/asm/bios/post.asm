; Power-on self test: brings the chips to the state that software expects, in the order of their dependence.
; Stack at 0000:7000; no interrupts until the vectors and the interrupt controllers are ready.

post_real:
        xor     ax, ax
        mov     ss, ax
        mov     esp, 0x7000
        push    SEG_BDA
        pop     ds
        LOG     "ring0 BIOS: POST", 10
        call    init_data_areas
        call    init_memory_types
        call    init_vectors
        call    init_pic
        call    init_pit
        call    init_dma
        call    init_rtc
        call    init_fpu
        call    pci_setup
        call    init_kbc
        sti
        call    init_serial
        call    init_parallel
        call    init_video
        call    show_banner
        call    init_mouse
        call    init_floppy
        call    ata_detect
        call    install_tables
        call    scan_option_roms
        call    lock_shadow
        LOG     "ring0 BIOS: POST done", 10
        call    boot_prompt
        int     0x19
.stop:  hlt
        jmp     .stop

; Clears the BIOS data area (the warm start flag stays) and the EBDA, and says where memory ends.
init_data_areas:
        push    word [BDA_WARM]
        push    ds
        pop     es
        xor     di, di
        xor     ax, ax
        mov     cx, 0x100 / 2
        rep stosw
        pop     word [BDA_WARM]
        mov     word [BDA_BASE_KIB], BASE_KIB - EBDA_KIB
        mov     ax, (BASE_KIB - EBDA_KIB) * 64
        mov     [BDA_EBDA], ax
        mov     es, ax
        xor     di, di
        xor     ax, ax
        mov     cx, EBDA_KIB * 1024 / 2
        rep stosw
        mov     byte [es:EBDA_SIZE], EBDA_KIB
        mov     word [BDA_KBD_START], BDA_KBD_BUFFER
        mov     word [BDA_KBD_END], BDA_KBD_BUFFER + 32
        mov     word [BDA_KBD_HEAD], BDA_KBD_BUFFER
        mov     word [BDA_KBD_TAIL], BDA_KBD_BUFFER
        mov     byte [BDA_KBD_FLAGS3], 0x10
        mov     dword [BDA_LPT_TIMEOUT], 0x14141414
        mov     dword [BDA_COM_TIMEOUT], 0x01010101
        mov     word [BDA_EQUIPMENT], 0x0020    ; 80 x 25 colour until a video BIOS says otherwise
        ret

; 8259A pair: vectors 08h and 70h, cascade on IRQ 2; open are the timer, keyboard, cascade, floppy, RTC, mouse, FPU, IDE.
init_pic:
        mov     al, 0x11
        out     PIC1_CMD, al
        out     PIC2_CMD, al
        mov     al, 0x08
        out     PIC1_DATA, al
        mov     al, 0x70
        out     PIC2_DATA, al
        mov     al, 0x04
        out     PIC1_DATA, al
        mov     al, 0x02
        out     PIC2_DATA, al
        mov     al, 0x01
        out     PIC1_DATA, al
        out     PIC2_DATA, al
        mov     al, 0xB8
        out     PIC1_DATA, al
        mov     al, 0x0E
        out     PIC2_DATA, al
        ret

; 8254: the tick (18.2 Hz, square wave), memory refresh, the speaker's tone.
init_pit:
        mov     al, 0x36
        out     PIT_MODE, al
        xor     al, al
        out     PIT_0, al
        out     PIT_0, al
        mov     al, 0x54
        out     PIT_MODE, al
        mov     al, 18
        out     PIT_1, al
        mov     al, 0xB6
        out     PIT_MODE, al
        mov     ax, 1331
        out     PIT_2, al
        mov     al, ah
        out     PIT_2, al
        in      al, PORT_B
        and     al, 0x0C                ; speaker off, parity checks as they are
        out     PORT_B, al
        ret

; 8237 pair: all channels masked but the cascade.
init_dma:
        out     0x0D, al                ; master clear, any value
        out     0xDA, al
        xor     al, al
        out     0x08, al
        out     0xD0, al
        mov     al, 0xC0                ; channel 4 is the cascade
        out     0xD6, al
        mov     al, 0x00
        out     0xD4, al
        ret

; MC146818: 32768 Hz divider, 976 us periodic rate, 24 hours, BCD; no interrupts. The tick starts at the time of day.
init_rtc:
        mov     ax, 0x260A
        call    cmos_write
        mov     ax, 0x020B
        call    cmos_write
        mov     al, 0x0C
        call    cmos_read
        mov     al, 0x0D
        call    cmos_read
        mov     al, 0x32                ; the century: the clock does not count it, a new battery has none
        call    cmos_read
        sub     al, 0x19
        cmp     al, 0x20 - 0x19
        jbe     ticks_from_rtc
        mov     ax, 0x2032
        call    cmos_write
        jmp     ticks_from_rtc

; Looks for an FPU and makes it report errors as the AT did.
init_fpu:
        mov     eax, cr0
        and     al, 0xF1                ; no emulation, no monitoring, no task switched, IRQ 13
        mov     cr0, eax
        fninit
        mov     word [BDA_HD_STATUS], 0x5A5A    ; any free word of memory
        fnstsw  [BDA_HD_STATUS]
        cmp     byte [BDA_HD_STATUS], 0
        mov     word [BDA_HD_STATUS], 0
        jne     .none
        or      byte [BDA_EQUIPMENT], 0x02
.none:  ret

; The F segment and the option ROMs become read-only RAM.
lock_shadow:
        mov     eax, 0x80000058
        mov     dx, PCI_ADDRESS
        out     dx, eax
        mov     dx, PCI_DATA + 1
        mov     al, 0x10
        out     dx, al
        inc     dx
        mov     al, 0x11
        out     dx, al
        inc     dx
        out     dx, al
        mov     eax, 0x8000005C
        mov     dx, PCI_ADDRESS
        out     dx, eax
        mov     dx, PCI_DATA
        mov     eax, 0x11111111
        out     dx, eax
        ret

show_banner:
        PRINT   "ring0 BIOS", 13, 10
        call    memory_top_low
        shr     eax, 20
        call    print_decimal
        PRINT   " MiB of memory", 13, 10, 13, 10
        ret
