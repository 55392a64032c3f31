; IRQ 1: scan codes of set 1 become key codes in the buffer at 40:1E. IBM PS/2 Technical Reference, keyboard section.

KBD_RSHIFT      equ     0x01
KBD_LSHIFT      equ     0x02
KBD_CTRL        equ     0x04
KBD_ALT         equ     0x08
KBD_SCROLL      equ     0x10
KBD_NUM         equ     0x20
KBD_CAPS        equ     0x40
KBD_INSERT      equ     0x80
KBD2_LCTRL      equ     0x01
KBD2_LALT       equ     0x02
KBD2_SYSRQ      equ     0x04
KBD2_PAUSE      equ     0x08
KBD3_E1         equ     0x01
KBD3_E0         equ     0x02
KBD3_RCTRL      equ     0x04
KBD3_RALT       equ     0x08

int09:
        push    ds
        push    es
        pushad
        cld
        push    SEG_BDA
        pop     ds
        in      al, KBC_CMD
        and     al, 0x21
        cmp     al, 0x01                ; nothing there, or it is the mouse's
        jne     .nothing
        in      al, KBC_DATA
        push    word [BDA_KBD_FLAGS2]
        sti
        mov     ah, 0x4F                ; programs may swallow or change the scan code
        stc
        int     0x15
        jnc     .done
        call    keyboard_scan_code
.done:  cli
        mov     al, EOI
        out     PIC1_CMD, al
        pop     ax
        not     al
        and     al, [BDA_KBD_FLAGS2]
        test    al, KBD2_PAUSE          ; has this very key paused the machine?
        jz      .leave
        sti
.pause: hlt                             ; everything waits for the next key
        test    byte [BDA_KBD_FLAGS2], KBD2_PAUSE
        jnz     .pause
.leave: popad
        pop     es
        pop     ds
        iret
.nothing:
        mov     al, EOI
        out     PIC1_CMD, al
        jmp     .leave

; AL = scan code or answer of the keyboard.
keyboard_scan_code:
        cmp     al, 0xFA
        je      keyboard_ack
        cmp     al, 0xFE
        je      keyboard_resend
        cmp     al, 0xE0
        je      .e0
        cmp     al, 0xE1
        je      .e1
        mov     bl, [BDA_KBD_FLAGS3]
        test    bl, KBD3_E1
        jnz     keyboard_e1
        and     byte [BDA_KBD_FLAGS3], ~KBD3_E0
        and     bl, KBD3_E0             ; BL: the code has the prefix E0
        mov     ah, al
        and     al, 0x7F                ; AL = key, AH bit 7 = released
        cmp     al, 0x58
        ja      .return
        call    keyboard_modifier
        jc      .update
        test    ah, 0x80
        jnz     keyboard_release
        test    byte [BDA_KBD_FLAGS2], KBD2_PAUSE
        jnz     .resume
        jmp     keyboard_press
.e0:    or      byte [BDA_KBD_FLAGS3], KBD3_E0
        ret
.e1:    or      byte [BDA_KBD_FLAGS3], KBD3_E1
        ret
.resume:
        and     byte [BDA_KBD_FLAGS2], ~KBD2_PAUSE
        ret
.update:
        jmp     keyboard_update_leds
.return:
        ret

; After E1 come 1D 45 (Pause) or 9D C5 (its release).
keyboard_e1:
        and     al, 0x7F
        cmp     al, 0x1D
        je      .return
        and     byte [BDA_KBD_FLAGS3], ~KBD3_E1
        test    byte [BDA_KBD_FLAGS2], KBD2_PAUSE
        jnz     .return
        cmp     al, 0x45
        jne     .return
        or      byte [BDA_KBD_FLAGS2], KBD2_PAUSE
.return:
        ret

; A released key: only Insert and SysRq are kept track of.
keyboard_release:
        cmp     al, 0x52
        jne     .sysrq
        and     byte [BDA_KBD_FLAGS2], ~KBD_INSERT
        ret
.sysrq: cmp     al, 0x54
        jne     .return
        and     byte [BDA_KBD_FLAGS2], ~KBD2_SYSRQ
        mov     ax, 0x8501
        int     0x15
.return:
        ret

; Ctrl-Break: empties the buffer, sets 40:71, calls INT 1Bh.
keyboard_break:
        mov     bx, [BDA_KBD_START]
        mov     [BDA_KBD_HEAD], bx
        mov     [BDA_KBD_TAIL], bx
        or      byte [BDA_BREAK], 0x80
        int     0x1B
        xor     ax, ax
        jmp     keyboard_store

; A pressed key. AL = key, BL = E0.
keyboard_press:
        mov     dl, [BDA_KBD_FLAGS]
        test    bl, bl
        jnz     .grey
        cmp     al, 0x54
        je      .sysrq
        cmp     al, 0x53
        jne     .insert
        mov     dh, dl                  ; Ctrl-Alt-Del
        and     dh, KBD_CTRL | KBD_ALT
        cmp     dh, KBD_CTRL | KBD_ALT
        je      reboot
.insert:
        cmp     al, 0x52
        jne     .table
        test    dl, KBD_ALT | KBD_CTRL
        jnz     .table
        call    keyboard_num_state
        jnz     .table
        call    keyboard_insert
.table: test    dl, KBD_ALT
        jz      .lookup
        call    keyboard_alt_digit
        jc      .return
.lookup:
        call    keyboard_column
        mov     ah, 0
        shl     ax, 3
        add     ax, cx
        mov     si, ax
        mov     ax, [cs:si + key_table]
        jmp     keyboard_store_code
.sysrq: test    byte [BDA_KBD_FLAGS2], KBD2_SYSRQ
        jnz     .return
        or      byte [BDA_KBD_FLAGS2], KBD2_SYSRQ
        mov     ax, 0x8500
        int     0x15
.return:
        ret
.grey:  cmp     al, 0x37
        je      .print_screen
        cmp     al, 0x46
        je      keyboard_break
        cmp     al, 0x53
        jne     .grey_insert
        mov     dh, dl
        and     dh, KBD_CTRL | KBD_ALT
        cmp     dh, KBD_CTRL | KBD_ALT
        je      reboot
.grey_insert:
        cmp     al, 0x52
        jne     .grey_table
        test    dl, KBD_ALT | KBD_CTRL
        jnz     .grey_table
        call    keyboard_insert
.grey_table:
        mov     si, grey_key_table
.grey_next:
        cmp     byte [cs:si], 0
        je      .return
        cmp     al, [cs:si]
        je      .grey_found
        add     si, 9
        jmp     .grey_next
.grey_found:
        xor     cx, cx
        test    dl, KBD_ALT
        jnz     .grey_alt
        test    dl, KBD_CTRL
        jnz     .grey_ctrl
        test    dl, KBD_LSHIFT | KBD_RSHIFT
        jz      .grey_code
        mov     cl, 2
        jmp     .grey_code
.grey_alt:
        mov     cl, 6
        jmp     .grey_code
.grey_ctrl:
        mov     cl, 4
.grey_code:
        add     si, cx
        mov     ax, [cs:si + 1]
        jmp     keyboard_store_code
.print_screen:
        test    dl, KBD_CTRL
        jnz     .echo
        test    dl, KBD_ALT
        jnz     .return
        int     0x05
        ret
.echo:  mov     ax, 0x7200
        jmp     keyboard_store

; Insert toggles its state once while it is held.
keyboard_insert:
        test    byte [BDA_KBD_FLAGS2], KBD_INSERT
        jnz     .held
        or      byte [BDA_KBD_FLAGS2], KBD_INSERT
        xor     byte [BDA_KBD_FLAGS], KBD_INSERT
.held:  ret

; ZF clear: the keypad gives digits (Num Lock xor Shift). DL = flags.
keyboard_num_state:
        push    dx
        mov     dh, 0
        test    dl, KBD_LSHIFT | KBD_RSHIFT
        jz      .lock
        mov     dh, KBD_NUM
.lock:  and     dl, KBD_NUM
        xor     dl, dh
        pop     dx
        ret

; Alt and keypad digits make a character code. AL = key. Carry: it was a digit.
keyboard_alt_digit:
        cmp     al, 0x47
        jb      .none
        cmp     al, 0x52
        ja      .none
        movzx   si, al
        mov     cl, [cs:si + alt_digits - 0x47]
        cmp     cl, 0xFF
        je      .none
        mov     al, [BDA_KBD_ALTNUM]
        mov     ah, 10
        mul     ah
        add     al, cl
        mov     [BDA_KBD_ALTNUM], al
        stc
        ret
.none:  clc
        ret
alt_digits:
        db      7, 8, 9, 0xFF, 4, 5, 6, 0xFF, 1, 2, 3, 0

; AL = key, DL = flags: CX = column of the key table: 0 plain, 2 shift, 4 ctrl, 6 alt. Caps Lock turns letters, Num Lock the keypad.
keyboard_column:
        mov     cx, 6
        test    dl, KBD_ALT
        jnz     .return
        mov     cx, 4
        test    dl, KBD_CTRL
        jnz     .return
        xor     cx, cx
        test    dl, KBD_LSHIFT | KBD_RSHIFT
        jz      .locks
        mov     cl, 2
.locks: cmp     al, 0x47
        jb      .letter
        cmp     al, 0x53
        ja      .return
        test    dl, KBD_NUM
        jmp     .turn
.letter:
        movzx   si, al
        bt      [cs:letter_keys], si
        jnc     .return
        test    dl, KBD_CAPS
.turn:  jz      .return
        xor     cl, 2
.return:
        ret

; AX = key code, 0: none.
keyboard_store_code:
        test    ax, ax
        jz      keyboard_store.return
; Puts AX into the buffer; a full one beeps.
keyboard_store:
        pushf
        cli
        mov     bx, [BDA_KBD_TAIL]
        mov     si, bx
        add     bx, 2
        cmp     bx, [BDA_KBD_END]
        jb      .room
        mov     bx, [BDA_KBD_START]
.room:  cmp     bx, [BDA_KBD_HEAD]
        je      .full
        mov     [si], ax
        mov     [BDA_KBD_TAIL], bx
        popf
        clc
        ret
.full:  popf
        stc
.return:
        ret

; Ctrl-Alt-Del: a warm start, by the controller's reset line, port CF9h, or at last by a jump.
reboot:
        cli
        mov     word [BDA_WARM], 0x1234
        call    kbc_wait_input
        mov     al, 0xFE
        out     KBC_CMD, al
        mov     cx, 1000
        call    delay_refresh
        mov     dx, 0xCF9
        mov     al, 0x02
        out     dx, al
        mov     al, 0x06
        out     dx, al
        mov     cx, 1000
        call    delay_refresh
        jmp     0xFFFF:0x0000
