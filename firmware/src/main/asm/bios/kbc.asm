; 8042 keyboard controller: commands with polling, for POST and for the mouse services.

; Waits until the controller takes a byte. Carry: it does not.
kbc_wait_input:
        push    ax
        push    cx
        mov     cx, 0
.next:  in      al, KBC_CMD
        test    al, 0x02
        jz      .ready
        push    cx
        mov     cx, 1
        call    delay_refresh
        pop     cx
        loop    .next
        pop     cx
        pop     ax
        stc
        ret
.ready: pop     cx
        pop     ax
        clc
        ret

; Waits up to CX refresh cycles for a byte: AL = it, AH = the status with it. Carry: none came.
kbc_read:
        push    cx
.next:  in      al, KBC_CMD
        test    al, 0x01
        jnz     .ready
        push    cx
        mov     cx, 1
        call    delay_refresh
        pop     cx
        loop    .next
        pop     cx
        stc
        ret
.ready: mov     ah, al
        in      al, KBC_DATA
        pop     cx
        clc
        ret

; AL = command for the controller.
kbc_command:
        call    kbc_wait_input
        out     KBC_CMD, al
        ret

; AL = byte for the keyboard or the controller's last command.
kbc_data:
        call    kbc_wait_input
        out     KBC_DATA, al
        ret

; Drops what waits in the output buffer.
kbc_flush:
        push    ax
        push    cx
        mov     cx, 64
.next:  in      al, KBC_CMD
        test    al, 0x01
        jz      .done
        in      al, KBC_DATA
        loop    .next
.done:  pop     cx
        pop     ax
        ret

; Sends AL to the keyboard and reads the answer to AL. Carry: no answer.
keyboard_send:
        push    cx
        call    kbc_data
        mov     cx, 3000
        call    kbc_read
        pop     cx
        ret

; Tests the controller, resets the keyboard, and opens IRQ 1 with translation to scan code set 1.
init_kbc:
        call    kbc_flush
        mov     al, 0xAD                ; both devices quiet during the test
        call    kbc_command
        mov     al, 0xA7
        call    kbc_command
        call    kbc_flush
        mov     al, 0xAA
        call    kbc_command
        mov     cx, 10000
        call    kbc_read
        jc      .no_controller
        cmp     al, 0x55
        jne     .no_controller
        mov     al, 0xAB
        call    kbc_command
        mov     cx, 10000
        call    kbc_read
        mov     al, 0xAE
        call    kbc_command
        mov     al, 0x60
        call    kbc_command
        mov     al, 0x60                ; translation, mouse off, no interrupts yet
        call    kbc_data
        mov     al, 0xFF
        call    keyboard_send
        jc      .no_keyboard
        cmp     al, 0xFA
        jne     .no_keyboard
        mov     cx, 0                   ; the self test may take a second
        call    kbc_read
        jc      .no_keyboard
        mov     al, 0xF4
        call    keyboard_send
        jmp     .open
.no_keyboard:
        LOG     "ring0 BIOS: no keyboard", 10
.open:  call    kbc_flush
        mov     al, 0x60
        call    kbc_command
        mov     al, 0x61                ; translation, mouse off, IRQ 1
        call    kbc_data
        ret
.no_controller:
        LOG     "ring0 BIOS: no keyboard controller", 10
        ret
