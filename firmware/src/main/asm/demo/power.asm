; Power off: APM, then the power management function of the PIIX4, then a request to the user.

power_off:
        mov     ax, 5300h                       ; APM: is it there?
        xor     bx, bx
        int     15h
        jc      .no_apm
        cmp     bx, "MP"
        jne     .no_apm
        mov     ax, 5301h                       ; real mode interface
        xor     bx, bx
        int     15h
        mov     ax, 530Eh                       ; we know version 1.2
        xor     bx, bx
        mov     cx, 102h
        int     15h
        mov     ax, 5307h                       ; all devices: off
        mov     bx, 1
        mov     cx, 3
        int     15h
.no_apm:
        mov     ax, 0B102h                      ; PCI BIOS: find 8086:7113
        mov     cx, 7113h
        mov     dx, 8086h
        xor     si, si
        int     1Ah
        jc      .no_acpi
        mov     ax, 0B109h                      ; its register 40h: the base of the power management ports
        mov     di, 40h
        int     1Ah
        jc      .no_acpi
        and     cx, 0FFC0h
        jz      .no_acpi
        mov     dx, cx
        add     dx, 4                           ; PM1a control: sleep enable, type 0 is soft off
        mov     ax, 2000h
        out     dx, ax
.no_acpi:
        mov     word [put], bios_put
        say     13, 10, "You can switch the machine off now.", 13, 10
        cli
.stop:
        hlt
        jmp     .stop

; AL = character, by the BIOS
bios_put:
        pusha
        mov     ah, 0Eh
        mov     bx, 7
        int     10h
        popa
        ret
