; The ring0 demo disk: a bootable 1.44 MB floppy that shows what the machine is. It reports on COM1, walks
; through its pages by itself and powers off; a key makes it wait for its user. See firmware/DEMO.md.
;
; One segment: everything is at 0000:7C00 and above, the variables are below the boot sector.

        cpu     686
        bits    16
        org     7C00h

DISK_SIZE       equ 80 * 2 * 18 * 512
SECTORS         equ 18
PAGE_TICKS      equ 55                          ; three seconds

%include "variables.inc"
%include "boot.asm"

main:
        call    serial_open
        call    find_vbe
        call    report
        sti
        xor     bx, bx                          ; BX = page
.page:
        call    show_page
.wait:
        call    wait_on_page
        jc      .key
        inc     bx                              ; time is up
        cmp     bx, PAGES
        jb      .page
        jmp     .off
.key:
        mov     byte [interactive], 1
        call    command
        jnc     .page
        jz      .wait
.off:
        call    say_goodbye
        call    power_off

; AL, AH = key -> carry clear: show page BX; carry and zero: no command; carry, not zero: power off
command:
        cmp     al, 'q'
        je      .off
        cmp     al, 'Q'
        je      .off
        cmp     al, 27
        je      .off
        cmp     al, ' '
        je      .next
        cmp     al, 13
        je      .next
        cmp     ah, 4Dh                         ; cursor right
        je      .next
        cmp     ah, 4Bh                         ; cursor left
        je      .previous
        sub     al, '1'
        cmp     al, PAGES
        jae     .none
        movzx   bx, al
        clc
        ret
.next:
        inc     bx
        cmp     bx, PAGES
        jb      .show
        xor     bx, bx
.show:
        clc
        ret
.previous:
        sub     bx, 1
        jnc     .show
        mov     bx, PAGES - 1
        clc
        ret
.none:
        xor     al, al
        stc
        ret
.off:
        or      al, 1
        stc
        ret

; BX = page: show it and say so on the serial line. A page that the machine lacks is left out.
show_page:
        push    bx
        mov     word [on_tick], nothing
        mov     word [put], serial_put
        mov     word [left], 2
        mov     word [column], 0
        add     bx, bx
        call    [bx + .pages]
        pop     bx
        ret
.pages:
        dw      machine_page, colour_page, planar_page, palette_page, frame_buffer_page
PAGES           equ ($ - .pages) / 2

nothing:
        ret

; Until a key (carry, AX = key) or, as long as there was none, until the page's time is up (no carry).
; Sleeps between timer ticks.
wait_on_page:
        push    cx
        mov     cx, PAGE_TICKS
.next:
        mov     ah, 1
        int     16h
        jnz     .key
        mov     ax, [46Ch]
.sleep:
        hlt
        cmp     ax, [46Ch]
        je      .poll
        call    [on_tick]
        cmp     byte [interactive], 0
        jne     .next
        loop    .next
        pop     cx
        clc
        ret
.poll:
        push    ax                              ; another interrupt: perhaps the keyboard's
        mov     ah, 1
        int     16h
        pop     ax
        jz      .sleep
.key:
        mov     ah, 0
        int     16h
        pop     cx
        stc
        ret

say_goodbye:
        mov     ax, 3
        int     10h
        mov     word [put], serial_put
        mov     word [left], 0
        mov     word [column], 0
        say     10, "ring0 demo: all done", 10
        jmp     serial_flush

%include "output.asm"
%include "serial.asm"
%include "power.asm"
%include "report.asm"
%include "processor.asm"
%include "memory.asm"
%include "pci.asm"
%include "devices.asm"
%include "vbe.asm"
%include "textscreen.asm"
%include "machinepage.asm"
%include "colourpage.asm"
%include "planarpage.asm"
%include "palettepage.asm"
%include "framepage.asm"

program_end:
%if program_end - $$ > 10000h - 7C00h
%error "the program does not fit below 10000h"
%endif
        times   DISK_SIZE - ($ - $$) db 0
