; The keyboard's LEDs: commands to the keyboard whose answers come through IRQ 1.

; The LEDs follow 40:17: sends EDh when they differ; the answers come through keyboard_ack.
keyboard_update_leds:
        pushf
        cli
        mov     al, [BDA_KBD_FLAGS]
        shr     al, 4
        and     al, 0x07
        mov     ah, [BDA_KBD_LEDS]
        test    ah, 0x40
        jnz     .return
        and     ah, 0x07
        cmp     al, ah
        je      .return
        and     byte [BDA_KBD_LEDS], 0xE8
        or      al, 0x40
        or      [BDA_KBD_LEDS], al
        mov     al, 0xED
        call    kbc_data
.return:
        popf
        ret

keyboard_ack:
        test    byte [BDA_KBD_LEDS], 0x40
        jz      .return
        xor     byte [BDA_KBD_LEDS], 0x10
        test    byte [BDA_KBD_LEDS], 0x10
        jz      .second
        mov     al, [BDA_KBD_LEDS]      ; ED is acknowledged: here are the LEDs
        and     al, 0x07
        jmp     kbc_data
.second:
        and     byte [BDA_KBD_LEDS], ~0x40
        jmp     keyboard_update_leds
.return:
        ret

; The keyboard did not understand: the update is given up; the next change tries again.
keyboard_resend:
        and     byte [BDA_KBD_LEDS], ~0x50
        ret
