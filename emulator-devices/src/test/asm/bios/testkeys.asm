; INT 09h and INT 16h with scan codes put into the keyboard controller (command D2h); the mouse's services.

; The scan code AL, as if the keyboard had sent it.
scan_code:
        push    ax
.input: in      al, 0x64
        test    al, 0x03
        jnz     .input
        mov     al, 0xD2
        cli
        out     0x64, al
.ready: in      al, 0x64
        test    al, 0x02
        jnz     .ready
        pop     ax
        out     0x60, al
        sti
        push    cx
        mov     cx, 200                 ; its interrupt comes
.wait:  in      al, 0x61
        loop    .wait
        pop     cx
        ret

; Scan codes after the call, 0 ends them.
scan_codes:
        push    bp
        mov     bp, sp
        xchg    si, [bp + 2]
        push    ax
.next:  cs lodsb
        test    al, al
        jz      .done
        call    scan_code
        jmp     .next
.done:  pop     ax
        xchg    si, [bp + 2]
        pop     bp
        ret

; TYPED code, text, scan codes: INT 16h AH=10h gives the code. The time limit is the tick.
%macro TYPED 3+
        call    scan_codes
        db      %3, 0
        mov     bx, %1
        call    typed
        FAIL_IF ne, %2
%endmacro

; Takes a key if there is one: AX; ZF: it is BX.
typed:  push    cx
        mov     cx, 3
.wait:  mov     ah, 0x11
        int     0x16
        jnz     .there
        hlt
        loop    .wait
        xor     ax, ax
        jmp     .compare
.there: mov     ah, 0x10
        int     0x16
.compare:
        pop     cx
        cmp     ax, bx
        ret

test_keyboard:
        SUBJECT "keyboard"
        TYPED   0x1E61, "a", 0x1E, 0x9E
        TYPED   0x1E41, "Shift-a", 0x2A, 0x1E, 0x9E, 0xAA
        TYPED   0x1E01, "Ctrl-a", 0x1D, 0x1E, 0x9E, 0x9D
        TYPED   0x1E00, "Alt-a", 0x38, 0x1E, 0x9E, 0xB8
        TYPED   0x1E41, "Caps Lock a", 0x3A, 0xBA, 0x1E, 0x9E
        TYPED   0x1E61, "Caps Lock Shift-a", 0x2A, 0x1E, 0x9E, 0xAA
        TYPED   0x0231, "Caps Lock leaves 1", 0x02, 0x82
        TYPED   0x1E61, "Caps Lock off", 0x3A, 0xBA, 0x1E, 0x9E
        TYPED   0x0300, "Ctrl-2", 0x1D, 0x03, 0x83, 0x9D
        TYPED   0x3B00, "F1", 0x3B, 0xBB
        TYPED   0x5400, "Shift-F1", 0x36, 0x3B, 0xBB, 0xB6
        TYPED   0x8600, "F12", 0x58, 0xD8
        TYPED   0x8500, "F11", 0x57, 0xD7
        TYPED   0x48E0, "grey up", 0xE0, 0x48, 0xE0, 0xC8
        TYPED   0x4800, "keypad 8 without Num Lock", 0x48, 0xC8
        TYPED   0x4838, "keypad 8 with Num Lock", 0x45, 0xC5, 0x48, 0xC8
        TYPED   0x48E0, "grey up with Num Lock", 0xE0, 0x2A, 0xE0, 0x48, 0xE0, 0xC8, 0xE0, 0xAA
        TYPED   0x4800, "keypad 8 with Num Lock and Shift", 0x2A, 0x48, 0xC8, 0xAA
        TYPED   0x4800, "Num Lock off", 0x45, 0xC5, 0x48, 0xC8
        TYPED   0xE00D, "keypad Enter", 0xE0, 0x1C, 0xE0, 0x9C
        TYPED   0xE02F, "keypad /", 0xE0, 0x35, 0xE0, 0xB5
        TYPED   0x97E0 & 0xFF00, "Alt-Home", 0x38, 0xE0, 0x47, 0xE0, 0xC7, 0xB8
        TYPED   0x77E0, "Ctrl-Home", 0x1D, 0xE0, 0x47, 0xE0, 0xC7, 0x9D
        TYPED   0x0041, "Alt and 65 on the keypad", 0x38, 0x4D, 0xCD, 0x4C, 0xCC, 0xB8
        TYPED   0x0F00, "Shift-Tab", 0x2A, 0x0F, 0x8F, 0xAA
        TYPED   0x1C0D, "Enter", 0x1C, 0x9C
        TYPED   0x7200, "Ctrl-PrtSc", 0x1D, 0xE0, 0x37, 0xE0, 0xB7, 0x9D

        call    scan_codes              ; the old functions: E0 marks are gone, F12 does not exist
        db      0x58, 0xD8, 0xE0, 0x48, 0xE0, 0xC8, 0
        mov     ah, 0x01
        int     0x16
        FAIL_IF z, "01h"
        EXPECT  ax, 0x4800, "01h code"
        mov     ah, 0x00
        int     0x16
        EXPECT  ax, 0x4800, "00h code"
        mov     ah, 0x01
        int     0x16
        FAIL_IF nz, "the buffer is not empty"

        call    scan_codes              ; flags
        db      0x2A, 0x1D, 0
        mov     ah, 0x02
        int     0x16
        and     al, 0x0F
        EXPECT  al, 0x06, "02h: left Shift and Ctrl"
        mov     ax, 0x1200
        int     0x16
        EXPECT  ah, 0x01, "12h: left Ctrl"
        call    scan_codes
        db      0xAA, 0x9D, 0xE0, 0x1D, 0xE0, 0x38, 0
        mov     ax, 0x1200
        int     0x16
        EXPECT  ah, 0x0C, "12h: right Ctrl and Alt"
        call    scan_codes
        db      0xE0, 0x9D, 0xE0, 0xB8, 0
        mov     ah, 0x02
        int     0x16
        and     al, 0x0F
        EXPECT  al, 0x00, "02h: all released"

        mov     si, 16                  ; 15 codes fit
.fill:  mov     ah, 0x05
        mov     cx, 0x1234
        int     0x16
        dec     si
        jnz     .fill
        EXPECT  al, 1, "the 16th code fits"
.empty: mov     ah, 0x10
        int     0x16
        EXPECT  ax, 0x1234, "05h"
        mov     ah, 0x11
        int     0x16
        jnz     .empty

        cli                             ; Ctrl-Break
        push    dword [0x1B * 4]
        mov     word [0x1B * 4], .break
        mov     word [0x1B * 4 + 2], 0
        mov     byte [ticked], 0
        sti
        call    scan_codes
        db      0x1D, 0xE0, 0x46, 0xE0, 0xC6, 0x9D, 0
        EXPECT  byte [ticked], 1, "Ctrl-Break"
        EXPECT  byte [0x471], 0x80, "40:71"
        mov     byte [0x471], 0
        mov     ah, 0x10
        int     0x16
        EXPECT  ax, 0x0000, "the code of Ctrl-Break"
        cli
        pop     dword [0x1B * 4]
        push    dword [0x15 * 4]        ; the intercept: b instead of a
        pop     dword [old15]
        mov     word [0x15 * 4], .intercept
        mov     word [0x15 * 4 + 2], 0
        sti
        TYPED   0x3062, "4Fh changes the scan code", 0x1E, 0x9E
        cli
        push    dword [old15]
        pop     dword [0x15 * 4]
        sti
        mov     cx, 20                  ; the LEDs have been set and acknowledged
.leds:  hlt
        test    byte [0x497], 0x40
        jz      .steady
        loop    .leds
.steady:
        EXPECT  byte [0x497], 0x00, "40:97"
        ret
.break: mov     byte [cs:ticked], 1
        iret
.intercept:
        cmp     ah, 0x4F
        jne     .old
        cmp     al, 0x1E
        jne     .old
        mov     al, 0x30
        push    bp
        mov     bp, sp
        or      byte [bp + 6], 1
        pop     bp
        iret
.old:   jmp     far [cs:old15]
old15:  dd      0

; D3h puts bytes into the controller as if the mouse had sent them.
mouse_byte:
        push    ax
.input: in      al, 0x64
        test    al, 0x03
        jnz     .input
        mov     al, 0xD3
        cli
        out     0x64, al
.ready: in      al, 0x64
        test    al, 0x02
        jnz     .ready
        pop     ax
        out     0x60, al
        sti
        push    cx
        mov     cx, 200
.wait:  in      al, 0x61
        loop    .wait
        pop     cx
        ret

test_mouse:
        SUBJECT "mouse"
        int     0x11
        test    al, 0x04
        FAIL_IF z, "INT 11h tells of no mouse"
        mov     ax, 0xC205
        mov     bx, 0x0300
        int     0x15
        FAIL_IF c, "C205h"
        mov     ax, 0xC204
        int     0x15
        FAIL_IF c, "C204h"
        EXPECT  bh, 0, "C204h type"
        mov     ax, 0xC200
        mov     bx, 0x0100
        int     0x15
        FAIL_IF nc, "C200h without a handler"
        EXPECT  ah, 5, "status without a handler"
        xor     ax, ax
        mov     es, ax
        mov     bx, .handler
        mov     ax, 0xC207
        int     0x15
        FAIL_IF c, "C207h"
        mov     ax, 0xC202
        mov     bx, 0x0500
        int     0x15
        FAIL_IF c, "C202h"
        mov     ax, 0xC203
        mov     bx, 0x0300
        int     0x15
        FAIL_IF c, "C203h"
        mov     ax, 0xC200
        mov     bx, 0x0100
        int     0x15
        FAIL_IF c, "C200h"
        mov     ax, 0xC206
        mov     bx, 0x0000
        int     0x15
        FAIL_IF c, "C206h"
        EXPECT  dl, 100, "rate"
        EXPECT  cl, 3, "resolution"
        and     bl, 0x20
        EXPECT  bl, 0x20, "the mouse does not report"
        mov     byte [ticked], 0
        mov     al, 0x09
        call    mouse_byte
        mov     al, 0x05
        call    mouse_byte
        mov     al, 0x07
        call    mouse_byte
        EXPECT  byte [ticked], 1, "the handler is not called"
        EXPECT  word [.status], 0x09, "the handler's status"
        EXPECT  word [.x], 0x05, "the handler's X"
        EXPECT  word [.y], 0x07, "the handler's Y"
        mov     ax, 0xC200
        mov     bx, 0x0000
        int     0x15
        FAIL_IF c, "C200h off"
        mov     ax, 0xC202
        mov     bx, 0x0700
        int     0x15
        EXPECT  ah, 2, "a wrong rate"
        mov     ax, 0xC2FF
        int     0x15
        EXPECT  ah, 1, "an unknown function"
        ret
.handler:
        push    bp
        mov     bp, sp
        push    ax
        inc     byte [cs:ticked]
        mov     ax, [bp + 12]
        mov     [cs:.status], ax
        mov     ax, [bp + 10]
        mov     [cs:.x], ax
        mov     ax, [bp + 8]
        mov     [cs:.y], ax
        pop     ax
        pop     bp
        retf
.status:        dw 0
.x:             dw 0
.y:             dw 0

test_system:
        SUBJECT "other services"
        mov     ah, 0xFE
        int     0x15
        FAIL_IF nc, "an unknown function of INT 15h"
        EXPECT  ah, 0x86, "its status"
        mov     eax, 0x1234034F         ; AH=03h of INT 14h: upper halves stay
        mov     ebx, 0x55667788
        mov     ecx, 0x99AABBCC
        mov     edx, 0xDDEE0000
        int     0x14
        test    ah, 0x60
        FAIL_IF z, "the transmitter is not empty"
        EXPECT  ebx, 0x55667788, "EBX"
        EXPECT  ecx, 0x99AABBCC, "ECX"
        EXPECT  edx, 0xDDEE0000, "EDX"
        shr     eax, 16
        EXPECT  ax, 0x1234, "EAX"
        mov     ax, 0x00E3              ; 9600 8N1
        mov     dx, 0
        int     0x14
        mov     dx, 0x3FB
        in      al, dx
        EXPECT  al, 0x03, "line control"
        mov     al, 0x83
        out     dx, al
        mov     dx, 0x3F8
        in      al, dx
        EXPECT  al, 12, "divisor"
        mov     al, 0x03
        mov     dx, 0x3FB
        out     dx, al
        mov     ax, 0x0141
        mov     dx, 0
        int     0x14
        test    ah, 0x80
        FAIL_IF nz, "01h of INT 14h"
        mov     ax, 0x0200
        mov     dx, 2
        int     0x17
        test    ah, 0x01
        FAIL_IF z, "a printer that is not there"
        mov     ah, 0x4F
        mov     al, 0x77
        stc
        int     0x15
        FAIL_IF nc, "4Fh swallows"
        EXPECT  al, 0x77, "4Fh scan code"
        ret
