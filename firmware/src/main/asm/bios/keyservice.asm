; INT 16h: the keyboard buffer for programs.

int16:
        sti
        SERVICE_ENTER
        mov     al, [bp + R_AH]
        mov     si, int16_functions
        jmp     dispatch

FUNCTIONS int16_functions, service_return
        FUNCTION 0x00, int16_read
        FUNCTION 0x01, int16_peek
        FUNCTION 0x02, int16_flags
        FUNCTION 0x03, int16_typematic
        FUNCTION 0x05, int16_store
        FUNCTION 0x09, int16_capabilities
        FUNCTION 0x0A, int16_keyboard_id
        FUNCTION 0x10, int16_read_extended
        FUNCTION 0x11, int16_peek_extended
        FUNCTION 0x12, int16_flags_extended
FUNCTIONS_END int16_functions

; Waits for a key and takes it: AX.
key_take:
        call    keyboard_update_leds    ; programs change 40:17 themselves
.wait:  cli
        mov     si, [BDA_KBD_HEAD]
        cmp     si, [BDA_KBD_TAIL]
        jne     .there
        sti
        hlt
        jmp     .wait
.there: mov     ax, [si]
key_drop:                               ; takes the code at SI out of the buffer
        add     si, 2
        cmp     si, [BDA_KBD_END]
        jb      .store
        mov     si, [BDA_KBD_START]
.store: mov     [BDA_KBD_HEAD], si
        sti
        ret

; AX = extended code: the same as the 84-key keyboard has it. Carry: that one did not have the key.
key_translate:
        test    ax, ax
        jz      .keep
        cmp     al, 0xF0
        je      .drop
        cmp     ah, 0xE0                ; keypad Enter and /
        je      .keypad
        cmp     ah, 0x84
        ja      .drop
        cmp     al, 0xE0                ; grey cursor keys
        jne     .keep
        mov     al, 0
.keep:  clc
        ret
.keypad:
        mov     ah, 0x35
        cmp     al, 0x2F
        je      .keep
        mov     ah, 0x1C
        clc
        ret
.drop:  stc
        ret

; AX = extended code as INT 16h AH=10h gives it: F0 marks are 0.
key_extended:
        cmp     al, 0xF0
        jne     .return
        test    ah, ah
        jz      .return                 ; Alt and 240 on the keypad
        mov     al, 0
.return:
        ret

int16_read:
        call    key_take
        call    key_translate
        jc      int16_read
        mov     [bp + R_AX], ax
        jmp     service_return

int16_read_extended:
        call    key_take
        call    key_extended
        mov     [bp + R_AX], ax
        jmp     service_return

; ZF: the buffer is empty; otherwise AX = the next code, left there. Codes that the function does not know are dropped.
int16_peek:
        call    keyboard_update_leds
.again: cli
        mov     si, [BDA_KBD_HEAD]
        cmp     si, [BDA_KBD_TAIL]
        je      peek_empty
        mov     ax, [si]
        call    key_translate
        jnc     peek_there
        call    key_drop
        jmp     .again

int16_peek_extended:
        call    keyboard_update_leds
        cli
        mov     si, [BDA_KBD_HEAD]
        cmp     si, [BDA_KBD_TAIL]
        je      peek_empty
        mov     ax, [si]
        call    key_extended
peek_there:
        mov     [bp + R_AX], ax
        and     byte [bp + R_FLAGS], ~FLAG_ZF
        or      byte [bp + R_FLAGS + 1], 2
        jmp     service_return
peek_empty:
        or      byte [bp + R_FLAGS], FLAG_ZF
        or      byte [bp + R_FLAGS + 1], 2      ; a program that polls with interrupts off would never see a key
        jmp     service_return

int16_flags:
        mov     al, [BDA_KBD_FLAGS]
        mov     [bp + R_AL], al
        jmp     service_return

int16_flags_extended:
        mov     al, [BDA_KBD_FLAGS]
        mov     [bp + R_AL], al
        mov     al, [BDA_KBD_FLAGS2]    ; bits 7, 2: SysRq; 6..4: locks held; 1, 0: left Alt, Ctrl
        mov     ah, al
        and     ah, KBD2_SYSRQ
        shl     ah, 5
        and     al, 0x73
        or      al, ah
        mov     ah, [BDA_KBD_FLAGS3]
        and     ah, KBD3_RCTRL | KBD3_RALT
        or      al, ah
        mov     [bp + R_AH], al
        jmp     service_return

; AL=05h: BH = delay, BL = rate.
int16_typematic:
        cmp     byte [bp + R_AL], 5
        jne     .return
        cli
        mov     al, 0xAD                ; the answers must not come as scan codes
        call    kbc_command
        mov     al, 0xAE
        call    kbc_command
        mov     al, 0xF3
        call    keyboard_send
        mov     al, [bp + R_BH]
        and     al, 3
        shl     al, 5
        mov     ah, [bp + R_BL]
        and     ah, 0x1F
        or      al, ah
        call    keyboard_send
.return:
        jmp     service_return

; AH=05h: CX into the buffer. AL = 0, or 1 when it is full.
int16_store:
        mov     ax, [bp + R_CX]
        call    keyboard_store
        setc    al
        mov     [bp + R_AL], al
        jmp     service_return

; AH=09h: AL bit 5: AH=10h..12h, bit 4: AH=0Ah, bit 3: 0305h.
int16_capabilities:
        mov     byte [bp + R_AL], 0x30 | 0x08
        jmp     service_return

; AH=0Ah: BX = the answer of the keyboard to F2.
int16_keyboard_id:
        mov     word [bp + R_BX], 0x41AB
        jmp     service_return
