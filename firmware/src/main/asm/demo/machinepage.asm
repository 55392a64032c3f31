; Page 1: what the machine is.

machine_page:
        say     "1  the machine: text, 80x25", 10
        call    text_page
        window  1, 60, 0, 0, BAR_COLOUR
        say     "ring0 demo"
        call    show_date
        mov     word [on_tick], show_date
        call    draw_logo
        window  49, 80, 2, 5, 0Fh
        say     "The demo disk of ring0,", 10, "a PC in pure Java.", 10
        mov     byte [colour], TEXT_COLOUR
        say     10, "A key stops the walk."
        box     6, 0, 14, 42, "Processor"
        window  2, 42, 7, 13, TEXT_COLOUR
        call    print_processor
        box     6, 43, 14, 79, "Memory"
        window  45, 79, 7, 13, TEXT_COLOUR
        call    print_memory
        box     15, 0, 23, 42, "PCI"
        window  2, 42, 16, 22, TEXT_COLOUR
        call    print_pci
        box     15, 43, 23, 79, "Devices"
        window  45, 79, 16, 22, TEXT_COLOUR
        call    print_devices_but_clock
        jmp     print_video

; The time at the right end of the bar. Preserves all registers.
show_date:
        pusha
        window  60, 79, 0, 0, BAR_COLOUR
        call    print_date
        popa
        ret

LOGO_ROW        equ 2
LOGO_COLUMN     equ 3

; "ring0" in the 8x8 font, two dots in a character: the upper one in the foreground's colour, the lower
; one in the background's
draw_logo:
        mov     ax, 1130h
        mov     bh, 3
        push    es
        int     10h                             ; ES:BP = 8x8 font
        push    es
        pop     fs
        push    SEG_TEXT
        pop     es
        mov     si, .word
        mov     di, LOGO_ROW * 160 + LOGO_COLUMN * 2
.letter:
        lodsb
        test    al, al
        jz      .end
        mov     ah, 0
        shl     ax, 3
        mov     bx, bp
        add     bx, ax                          ; FS:BX = glyph
        push    si
        mov     si, .colours
        mov     cx, 4
.rows:
        push    cx
        push    di
        mov     dx, [fs:bx]
        mov     cx, 8
.dots:
        xor     ax, ax                          ; nothing yet, black on black
        shl     dl, 1
        jnc     .lower
        or      ah, [si]
.lower:
        shl     dh, 1
        jnc     .store
        or      ah, [si + 1]
.store:
        mov     al, 0DFh
        stosw
        loop    .dots
        add     bx, 2
        add     si, 2
        pop     di
        add     di, 160
        pop     cx
        loop    .rows
        pop     si
        sub     di, 4 * 160 - 8 * 2
        jmp     .letter
.end:
        pop     es
        ret
.word:  db      "ring0", 0
.colours:                                       ; of the eight lines: foreground, background, ...
        db      0Fh, 0F0h, 0Bh, 0B0h, 0Bh, 30h, 09h, 10h
