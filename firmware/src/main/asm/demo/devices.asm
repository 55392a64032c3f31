; Clocks, ports and drives.

print_devices:
        label   "clock"
        call    print_date
        call    new_line
print_devices_but_clock:
        call    print_timer
        call    print_serial_ports
        call    print_floppies
        jmp     print_disks

; "2026-11-24 06:03:00" from the RTC
print_date:
        mov     ah, 4
        int     1Ah
        jc      .return
        mov     al, ch
        call    print_bcd
        mov     al, cl
        call    print_bcd
        mov     al, '-'
        call    print_char
        mov     al, dh
        call    print_bcd
        mov     al, '-'
        call    print_char
        mov     al, dl
        call    print_bcd
        mov     al, ' '
        call    print_char
        mov     ah, 2
        int     1Ah
        jc      .return
        mov     al, ch
        call    print_bcd
        mov     al, ':'
        call    print_char
        mov     al, cl
        call    print_bcd
        mov     al, ':'
        call    print_char
        mov     al, dh
        call    print_bcd
.return:
        ret

print_timer:
        label   "timer"
        mov     al, 0E2h                        ; read back the status of counter 0
        out     43h, al
        in      al, 40h
        shr     al, 1
        and     al, 7
        cmp     al, 6                           ; modes 6 and 7 are 2 and 3
        jb      .mode
        sub     al, 4
.mode:
        push    ax
        say     "mode "
        pop     ax
        call    print_hex4
        say     ", "
        mov     eax, [46Ch]
        call    print_decimal
        say     " ticks", 10
        ret

print_serial_ports:
        label   "serial"
        mov     si, 400h
        mov     cl, '1'
.next:
        lodsw
        test    ax, ax
        jz      .skip
        mov     dx, ax
        mov     al, cl
        call    print_char
        say     ":"
        mov     ax, dx
        call    print_hex16
        say     " "
.skip:
        inc     cl
        cmp     cl, '4'
        jbe     .next
        jmp     new_line

print_floppies:
        label   "floppies"
        int     11h
        mov     bl, 0
        test    al, 1
        jz      .count
        mov     bl, al
        shr     bl, 6
        inc     bl
.count:
        mov     al, bl
        and     al, 7
        call    print_hex4
        jmp     new_line

print_disks:
        mov     bl, 80h
.next:
        mov     al, bl
        sub     al, 80h
        cmp     al, [475h]
        jae     .return
        cmp     al, 4
        jae     .return
        push    bx
        call    print_disk
        pop     bx
        inc     bl
        jmp     .next
.return:
        ret

; BL = drive
print_disk:
        say     "disk "
        mov     al, bl
        call    print_hex8
        call    to_value
        mov     dl, bl
        mov     si, mode_block                  ; room for the EDD parameters
        mov     word [si], 1Ah
        mov     ah, 48h
        int     13h
        jc      .chs
        mov     eax, [mode_block + 10h]
        mov     edx, [mode_block + 14h]
        shrd    eax, edx, 11
        call    print_decimal
        say     " MiB", 10
        ret
.chs:
        mov     dl, bl
        mov     ah, 8
        int     13h
        push    0
        pop     es
        jc      .unknown
        movzx   eax, ch
        mov     ah, cl
        shr     ah, 6
        inc     ax
        call    print_decimal
        say     " cylinders", 10
        ret
.unknown:
        say     "?", 10
        ret
