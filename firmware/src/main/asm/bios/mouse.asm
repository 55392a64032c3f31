; PS/2 mouse: INT 15h AH=C2h and IRQ 12. IBM PS/2 Technical Reference, pointing device interface.
; The device handler is called far with four words on the stack: status, X, Y, 0.

MOUSE_BAD_FUNCTION      equ     0x01
MOUSE_BAD_INPUT         equ     0x02
MOUSE_INTERFACE         equ     0x03
MOUSE_NO_HANDLER        equ     0x05

; At POST: is there a mouse? Then the equipment word says so.
init_mouse:
        cli
        call    kbc_keyboard_off
        mov     al, 0xA9                ; test the auxiliary interface
        call    kbc_command
        mov     cx, 3000
        call    kbc_read
        jc      .none
        test    al, al
        jnz     .none
        mov     al, 0xA8
        call    kbc_command
        mov     al, 0xFF
        call    mouse_send
        jc      .none
        mov     cx, 0                   ; AA, 00 after its self test
        call    kbc_read
        jc      .none
        mov     cx, 3000
        call    kbc_read
        or      word [BDA_EQUIPMENT], 0x0004
        call    kbc_keyboard_on
        sti
        ret
.none:  mov     al, 0xA7
        call    kbc_command
        call    kbc_keyboard_on
        sti
        ret

kbc_keyboard_off:
        mov     al, 0xAD
        jmp     kbc_command
kbc_keyboard_on:
        mov     al, 0xAE
        jmp     kbc_command

; Sends AL to the mouse. Carry: it did not acknowledge. Interrupts are off, the keyboard is off.
mouse_send:
        push    ax
        mov     al, 0xD4
        call    kbc_command
        pop     ax
        call    kbc_data
; Reads a byte of the mouse to AL. Carry: none came, or it was not FAh after a command.
mouse_ack:
        push    cx
        mov     cx, 3000
        call    kbc_read
        pop     cx
        jc      .return
        cmp     al, 0xFA
        je      .return                 ; carry is clear
        stc
.return:
        ret

mouse_read:
        push    cx
        mov     cx, 3000
        call    kbc_read
        pop     cx
        ret

; AL = bits of the controller's command byte to set, AH = bits to keep.
kbc_command_byte:
        push    ax
        mov     al, 0x20
        call    kbc_command
        mov     cx, 3000
        call    kbc_read
        mov     bl, al
        pop     ax
        and     bl, ah
        or      bl, al
        mov     al, 0x60
        call    kbc_command
        mov     al, bl
        jmp     kbc_data

; INT 15h AH=C2h.
int15_mouse:
        test    byte [BDA_EQUIPMENT], 0x04
        jz      .none
        mov     fs, [BDA_EBDA]
        cli
        call    kbc_keyboard_off
        mov     al, [bp + R_AL]
        mov     si, mouse_functions
        jmp     dispatch
.none:  mov     byte [bp + R_AH], MOUSE_INTERFACE
        jmp     service_carry_set

FUNCTIONS mouse_functions, mouse_bad_function
        FUNCTION 0x00, mouse_enable
        FUNCTION 0x01, mouse_reset
        FUNCTION 0x02, mouse_rate
        FUNCTION 0x03, mouse_resolution
        FUNCTION 0x04, mouse_type
        FUNCTION 0x05, mouse_initialize
        FUNCTION 0x06, mouse_extended
        FUNCTION 0x07, mouse_set_handler
FUNCTIONS_END mouse_functions

mouse_ok:
        call    kbc_keyboard_on
        jmp     service_quiet_success
mouse_bad_function:
        mov     al, MOUSE_BAD_FUNCTION
        jmp     mouse_fail
mouse_bad_input:
        mov     al, MOUSE_BAD_INPUT
        jmp     mouse_fail
mouse_error:
        mov     al, MOUSE_INTERFACE
mouse_fail:
        mov     [bp + R_AH], al
        call    kbc_keyboard_on
        jmp     service_carry_set

; C200h: BH = 0 off, 1 on.
mouse_enable:
        mov     al, [bp + R_BH]
        cmp     al, 1
        ja      mouse_bad_input
        je      .on
        call    mouse_silence
        jc      mouse_error
        jmp     mouse_ok
.on:    test    byte [fs:EBDA_MOUSE_LEN], 0x80
        jz      .no_handler
        and     byte [fs:EBDA_MOUSE_IDX], 0xF8
        mov     al, 0xF4
        call    mouse_send
        jc      mouse_error
        mov     byte [fs:EBDA_MOUSE_ON], 1
        mov     ax, 0xDF02              ; IRQ 12 on, clock on
        call    kbc_command_byte
        in      al, PIC2_DATA
        and     al, 0xEF
        out     PIC2_DATA, al
        jmp     mouse_ok
.no_handler:
        mov     al, MOUSE_NO_HANDLER
        jmp     mouse_fail

; IRQ 12 off, then the mouse's stream. Carry: no answer.
mouse_silence:
        mov     ax, 0xFD00
        call    kbc_command_byte
        mov     byte [fs:EBDA_MOUSE_ON], 0
        call    kbc_flush
        mov     al, 0xF5
        jmp     mouse_send

; C201h: reset: BH = 00 (device), BL = AAh.
mouse_reset:
        mov     ax, 0xFD00
        call    kbc_command_byte
        mov     byte [fs:EBDA_MOUSE_ON], 0
        and     byte [fs:EBDA_MOUSE_IDX], 0xF8
        call    kbc_flush
        mov     al, 0xFF
        call    mouse_send
        jc      mouse_error
        mov     cx, 0
        call    kbc_read
        jc      mouse_error
        mov     [bp + R_BL], al
        call    mouse_read
        jc      mouse_error
        mov     [bp + R_BH], al
        jmp     mouse_ok

; Commands go to a mouse that does not stream at that moment.
mouse_pause:
        mov     ax, 0xFD00
        call    kbc_command_byte
        call    kbc_flush
        mov     al, 0xF5
        jmp     mouse_send

; The stream goes on if it was on. Keeps carry out of mind: the command has succeeded.
mouse_continue:
        cmp     byte [fs:EBDA_MOUSE_ON], 0
        je      .return
        mov     al, 0xF4
        call    mouse_send
        mov     ax, 0xDF02
        call    kbc_command_byte
        and     byte [fs:EBDA_MOUSE_IDX], 0xF8
.return:
        ret

; AL = command, AH = its operand. Carry: no answer.
mouse_send_two:
        push    ax
        call    mouse_send
        pop     ax
        jc      .return
        mov     al, ah
        call    mouse_send
.return:
        ret

; C202h: BH = 0..6: 10, 20, 40, 60, 80, 100, 200 reports a second.
mouse_rate:
        movzx   si, byte [bp + R_BH]
        cmp     si, 6
        ja      mouse_bad_input
        call    mouse_pause
        mov     ah, [cs:si + .rates]
        mov     al, 0xF3
        call    mouse_send_two
        jc      mouse_error
        call    mouse_continue
        jmp     mouse_ok
.rates: db      10, 20, 40, 60, 80, 100, 200

; C203h: BH = 0..3: 1, 2, 4, 8 counts a millimetre.
mouse_resolution:
        cmp     byte [bp + R_BH], 3
        ja      mouse_bad_input
        call    mouse_pause
        mov     ah, [bp + R_BH]
        mov     al, 0xE8
        call    mouse_send_two
        jc      mouse_error
        call    mouse_continue
        jmp     mouse_ok

; C204h: BH = device id.
mouse_type:
        call    mouse_pause
        mov     al, 0xF2
        call    mouse_send
        jc      mouse_error
        call    mouse_read
        jc      mouse_error
        mov     [bp + R_BH], al
        call    mouse_continue
        jmp     mouse_ok

; C205h: BH = package size 1..8; resets the mouse.
mouse_initialize:
        mov     al, [bp + R_BH]
        dec     al
        cmp     al, 7
        ja      mouse_bad_input
        mov     ah, [fs:EBDA_MOUSE_LEN]
        and     ah, 0xF8
        or      al, ah
        mov     [fs:EBDA_MOUSE_LEN], al
        jmp     mouse_reset

; C206h: BH = 0 status: BL, CL, DL; 1 scaling 1:1; 2 scaling 2:1.
mouse_extended:
        mov     al, [bp + R_BH]
        cmp     al, 2
        ja      mouse_bad_input
        push    ax
        call    mouse_pause
        pop     ax
        test    al, al
        jz      .status
        add     al, 0xE5                ; E6, E7
        call    mouse_send
        jc      mouse_error
        call    mouse_continue
        jmp     mouse_ok
.status:
        mov     al, 0xE9
        call    mouse_send
        jc      mouse_error
        call    mouse_read
        jc      mouse_error
        cmp     byte [fs:EBDA_MOUSE_ON], 0
        je      .store
        or      al, 0x20                ; only paused for this command
.store: mov     [bp + R_BL], al
        call    mouse_read
        jc      mouse_error
        mov     [bp + R_CL], al
        call    mouse_read
        jc      mouse_error
        mov     [bp + R_DL], al
        call    mouse_continue
        jmp     mouse_ok

; C207h: ES:BX = device handler; 0:0 removes it.
mouse_set_handler:
        mov     ax, [bp + R_ES]
        mov     bx, [bp + R_BX]
        mov     [fs:EBDA_MOUSE_FAR], bx
        mov     [fs:EBDA_MOUSE_FAR + 2], ax
        or      ax, bx
        jz      .remove
        or      byte [fs:EBDA_MOUSE_LEN], 0x80
        jmp     mouse_ok
.remove:
        test    byte [fs:EBDA_MOUSE_LEN], 0x80
        jz      mouse_ok
        and     byte [fs:EBDA_MOUSE_LEN], 0x7F
        call    mouse_silence
        jmp     mouse_ok

; IRQ 12: gathers a packet and calls the device handler.
int74:
        push    ds
        push    es
        push    fs
        push    gs
        pushad
        cld
        push    SEG_BDA
        pop     ds
        mov     fs, [BDA_EBDA]
        in      al, KBC_CMD
        and     al, 0x21
        cmp     al, 0x21
        jne     .eoi
        in      al, KBC_DATA
        test    byte [fs:EBDA_MOUSE_LEN], 0x80
        jz      .eoi
        movzx   bx, byte [fs:EBDA_MOUSE_IDX]
        and     bx, 7
        mov     [fs:bx + EBDA_MOUSE_DATA], al
        mov     cl, [fs:EBDA_MOUSE_LEN]
        and     cl, 7
        inc     bl
        cmp     bl, cl
        ja      .complete
        mov     [fs:EBDA_MOUSE_IDX], bl
.eoi:   mov     al, EOI
        out     PIC2_CMD, al
        out     PIC1_CMD, al
        jmp     .leave
.complete:
        mov     byte [fs:EBDA_MOUSE_IDX], 0
        mov     al, EOI
        out     PIC2_CMD, al
        out     PIC1_CMD, al
        movzx   ax, byte [fs:EBDA_MOUSE_DATA]
        push    ax
        mov     al, [fs:EBDA_MOUSE_DATA + 1]
        push    ax
        mov     al, [fs:EBDA_MOUSE_DATA + 2]
        push    ax
        mov     al, 0
        cmp     cl, 3
        jb      .z
        mov     al, [fs:EBDA_MOUSE_DATA + 3]
.z:     push    ax
        sti
        call    far [fs:EBDA_MOUSE_FAR]
        cli
        add     sp, 8
.leave: popad
        pop     gs
        pop     fs
        pop     es
        pop     ds
        iret
