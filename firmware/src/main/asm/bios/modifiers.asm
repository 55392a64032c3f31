; IRQ 1, shift and lock keys: the flags at 40:17, 40:18, 40:96. IBM PS/2 Technical Reference.

; The shift and lock keys. AL = key, AH = scan code, BL = E0. Carry: it was one of them.
keyboard_modifier:
        mov     si, modifier_table
.next:  mov     cx, [cs:si]             ; CL = key, CH = E0 wanted
        test    cl, cl
        jz      .none
        cmp     cl, al
        jne     .step
        cmp     ch, bl
        je      .found
.step:  add     si, 4
        jmp     .next
.none:  clc
        ret
.found: jmp     [cs:si + 2]

modifier_table:
        db      0x2A, 0
        dw      modifier_lshift
        db      0x2A, KBD3_E0           ; part of the grey keys' sequences: no shift
        dw      modifier_ignored
        db      0x36, 0
        dw      modifier_rshift
        db      0x36, KBD3_E0
        dw      modifier_ignored
        db      0x1D, 0
        dw      modifier_lctrl
        db      0x1D, KBD3_E0
        dw      modifier_rctrl
        db      0x38, 0
        dw      modifier_lalt
        db      0x38, KBD3_E0
        dw      modifier_ralt
        db      0x3A, 0
        dw      modifier_caps
        db      0x45, 0
        dw      modifier_num
        db      0x46, 0
        dw      modifier_scroll
        db      0

modifier_ignored:
        stc
        ret

modifier_lshift:
        mov     cl, KBD_LSHIFT
        jmp     modifier_shift
modifier_rshift:
        mov     cl, KBD_RSHIFT
modifier_shift:
        test    ah, 0x80
        jnz     .up
        or      [BDA_KBD_FLAGS], cl
        stc
        ret
.up:    not     cl
        and     [BDA_KBD_FLAGS], cl
        stc
        ret

modifier_lctrl:
        mov     si, BDA_KBD_FLAGS2
        mov     cl, KBD2_LCTRL
        jmp     modifier_ctrl
modifier_rctrl:
        mov     si, BDA_KBD_FLAGS3
        mov     cl, KBD3_RCTRL
modifier_ctrl:
        call    modifier_side
        and     byte [BDA_KBD_FLAGS], ~KBD_CTRL
        test    byte [BDA_KBD_FLAGS2], KBD2_LCTRL
        jnz     .down
        test    byte [BDA_KBD_FLAGS3], KBD3_RCTRL
        jz      .return
.down:  or      byte [BDA_KBD_FLAGS], KBD_CTRL
.return:
        stc
        ret

modifier_lalt:
        mov     si, BDA_KBD_FLAGS2
        mov     cl, KBD2_LALT
        jmp     modifier_alt
modifier_ralt:
        mov     si, BDA_KBD_FLAGS3
        mov     cl, KBD3_RALT
modifier_alt:
        call    modifier_side
        and     byte [BDA_KBD_FLAGS], ~KBD_ALT
        test    byte [BDA_KBD_FLAGS2], KBD2_LALT
        jnz     .down
        test    byte [BDA_KBD_FLAGS3], KBD3_RALT
        jnz     .down
        mov     al, 0                   ; both are up: a number typed with Alt is a character now
        xchg    al, [BDA_KBD_ALTNUM]
        test    al, al
        jz      .return
        mov     ah, 0
        call    keyboard_store
        jmp     .return
.down:  or      byte [BDA_KBD_FLAGS], KBD_ALT
.return:
        stc
        ret

; Sets or clears bit CL of the byte at SI.
modifier_side:
        test    ah, 0x80
        jnz     .up
        or      [si], cl
        ret
.up:    not     cl
        and     [si], cl
        ret

; The lock keys change their state when they go down; 40:18 keeps them from repeating.
modifier_caps:
        mov     cl, KBD_CAPS
        jmp     modifier_lock
modifier_num:
        test    byte [BDA_KBD_FLAGS], KBD_CTRL
        jz      .lock
        test    ah, 0x80                ; Ctrl-Num Lock is Pause on old keyboards
        jnz     .paused
        or      byte [BDA_KBD_FLAGS2], KBD2_PAUSE
.paused:
        stc
        ret
.lock:  mov     cl, KBD_NUM
        jmp     modifier_lock
modifier_scroll:
        test    byte [BDA_KBD_FLAGS], KBD_CTRL
        jnz     .break
        mov     cl, KBD_SCROLL
        jmp     modifier_lock
.break: test    ah, 0x80
        jnz     .released
        call    keyboard_break
.released:
        stc
        ret
modifier_lock:
        test    ah, 0x80
        jnz     .up
        test    [BDA_KBD_FLAGS2], cl
        jnz     .held
        or      [BDA_KBD_FLAGS2], cl
        xor     [BDA_KBD_FLAGS], cl
.held:  stc
        ret
.up:    not     cl
        and     [BDA_KBD_FLAGS2], cl
        stc
        ret
