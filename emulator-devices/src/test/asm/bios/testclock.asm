; INT 1Ah and 08h, waits, the PCI BIOS in real mode.

test_clock:
        SUBJECT "clock"
        mov     ah, 0x00
        int     0x1A
        mov     bx, dx
        mov     si, cx
        cmp     cx, 0x0018
        FAIL_IF a, "a day has 1800B0h ticks"
.tick:  hlt
        mov     ah, 0x00
        int     0x1A
        cmp     dx, bx
        je      .tick
        cli
        push    dword [0x1C * 4]
        mov     word [0x1C * 4], .user_tick
        mov     word [0x1C * 4 + 2], 0
        mov     byte [ticked], 0
        sti
        hlt
.user:  cmp     byte [ticked], 0
        je      .user
        cli
        pop     dword [0x1C * 4]
        sti
        jmp     .midnight
.user_tick:
        mov     byte [cs:ticked], 1
        iret
.midnight:
        mov     cx, 0x0018              ; one tick before midnight
        mov     dx, 0x00AF
        mov     ah, 0x01
        int     0x1A
        mov     cx, 3
.night: hlt
        cmp     word [0x46E], 0
        jne     .night
        mov     ah, 0x00
        int     0x1A
        EXPECT  al, 1, "midnight is not told"
        mov     ah, 0x00
        int     0x1A
        EXPECT  al, 0, "midnight is told twice"

        mov     ah, 0x02
        int     0x1A
        FAIL_IF c, "02h"
        cmp     ch, 0x23
        FAIL_IF a, "hours"
        cmp     cl, 0x59
        FAIL_IF a, "minutes"
        mov     ah, 0x04
        int     0x1A
        FAIL_IF c, "04h"
        cmp     ch, 0x19
        FAIL_IF b, "century"
        mov     cx, 0x1234              ; set 12:34:56, 2001-02-03
        mov     dx, 0x5600
        mov     ah, 0x03
        int     0x1A
        mov     ah, 0x02
        int     0x1A
        EXPECT  cx, 0x1234, "the time that was set"
        mov     cx, 0x2001
        mov     dx, 0x0203
        mov     ah, 0x05
        int     0x1A
        mov     ah, 0x04
        int     0x1A
        EXPECT  cx, 0x2001, "the year that was set"
        EXPECT  dx, 0x0203, "the day that was set"

        cli                             ; alarm in two seconds
        push    dword [0x4A * 4]
        mov     word [0x4A * 4], .alarm
        mov     word [0x4A * 4 + 2], 0
        mov     byte [ticked], 0
        sti
        mov     cx, 0x1234
        mov     dx, 0x5800
        mov     ah, 0x03
        int     0x1A
        mov     cx, 0x1234
        mov     dx, 0x5900
        mov     ah, 0x06
        int     0x1A
        FAIL_IF c, "06h"
        mov     ah, 0x06
        int     0x1A
        FAIL_IF nc, "06h twice"
        mov     cx, 60
.wait:  hlt
        cmp     byte [ticked], 0
        jne     .rung
        loop    .wait
.rung:  EXPECT  byte [ticked], 1, "the alarm does not ring"
        mov     ah, 0x07
        int     0x1A
        cli
        pop     dword [0x4A * 4]
        sti

        mov     ah, 0x00                ; 86h: 200 ms are 3 or 4 ticks
        int     0x1A
        mov     bx, dx
        mov     cx, 200000 >> 16
        mov     dx, 200000 & 0xFFFF
        mov     ah, 0x86
        int     0x15
        FAIL_IF c, "86h"
        mov     ah, 0x00
        int     0x1A
        sub     dx, bx
        cmp     dx, 3
        FAIL_IF b, "86h is short"
        cmp     dx, 5
        FAIL_IF a, "86h is long"
        mov     byte [ticked], 0        ; 83h
        xor     ax, ax
        mov     es, ax
        mov     bx, ticked
        mov     cx, 0
        mov     dx, 50000
        mov     ax, 0x8300
        int     0x15
        FAIL_IF c, "83h"
        mov     ax, 0x8300
        int     0x15
        FAIL_IF nc, "83h twice"
        mov     cx, 4
.event: hlt
        test    byte [ticked], 0x80
        jnz     .posted
        jmp     .event
.posted:
        mov     cx, 0
        mov     dx, 500
        mov     ah, 0x86
        int     0x15
        FAIL_IF c, "86h after 83h"
        ret
.alarm: mov     byte [cs:ticked], 1
        iret
ticked: db      0

test_pci:
        SUBJECT "PCI BIOS"
        mov     ax, 0xB101
        xor     edi, edi
        int     0x1A
        FAIL_IF c, "B101h"
        EXPECT  edx, 0x20494350, "B101h signature"
        EXPECT  bx, 0x0210, "B101h version"
        test    al, 1
        FAIL_IF z, "mechanism 1"
        mov     ax, 0xB102
        mov     cx, 0x7000
        mov     dx, 0x8086
        xor     si, si
        int     0x1A
        FAIL_IF c, "B102h"
        EXPECT  bx, 0x0008, "the ISA bridge is not 00:01.0"
        mov     ax, 0xB102
        mov     si, 1
        int     0x1A
        FAIL_IF nc, "a second ISA bridge"
        EXPECT  ah, 0x86, "status of a second ISA bridge"
        mov     ax, 0xB103
        mov     ecx, 0x030000
        xor     si, si
        int     0x1A
        FAIL_IF c, "no VGA"
        mov     ax, 0xB10A
        mov     di, 0x10
        int     0x1A
        FAIL_IF c, "B10Ah"
        cmp     ecx, 0xE0000000
        FAIL_IF b, "the frame buffer has no address"
        mov     ax, 0xB109
        mov     di, 0x11
        int     0x1A
        EXPECT  ah, 0x87, "an odd word register"
        mov     ax, 0xB108
        mov     bx, 0x0008
        mov     di, 0x60
        int     0x1A
        EXPECT  cl, 10, "PIRQ A"
        mov     ax, 0xB10B
        mov     cl, 11
        int     0x1A
        mov     ax, 0xB108
        int     0x1A
        EXPECT  cl, 11, "B10Bh"
        mov     ax, 0xB10B
        mov     cl, 10
        int     0x1A
        mov     ax, 0xB10F              ; INTA# of slot 5 is PIRQA#: to interrupt 5
        mov     bx, 0x0028
        mov     cx, 0x0A05
        int     0x1A
        FAIL_IF c, "B10Fh"
        mov     ax, 0xB108
        mov     bx, 0x0008
        mov     di, 0x60
        int     0x1A
        EXPECT  cl, 5, "B10Fh routes"
        mov     dx, 0x4D0
        in      al, dx
        EXPECT  al, 0x20, "B10Fh makes it level-triggered"
        xor     al, al
        out     dx, al
        mov     ax, 0xB10F              ; and back
        mov     bx, 0x0028
        mov     cx, 0x0A0A
        int     0x1A
        FAIL_IF c, "B10Fh back"
        mov     ax, 0xB10F
        mov     cx, 0x0A0C
        int     0x1A
        EXPECT  ah, 0x88, "the mouse's interrupt is not for PCI"
        mov     ax, 0xB10F
        mov     cx, 0x0E0A
        int     0x1A
        EXPECT  ah, 0x88, "there is no fifth pin"
        mov     ax, 0xB1FF
        int     0x1A
        EXPECT  ah, 0x81, "an unknown function"
        ret
