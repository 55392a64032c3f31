; Page 2: the colours and characters of the text mode.

colour_page:
        say     "2  colours and characters: text, 80x25", 10
        call    text_page
        window  1, 79, 0, 0, BAR_COLOUR
        say     "Colours and characters"
        window  6, 79, 2, 2, TITLE_COLOUR
        say     "16 colours on 16"
        window  46, 79, 2, 2, TITLE_COLOUR
        say     "Code page 437"
        xor     cx, cx                          ; CH = row, CL = column
.cell:
        call    .position
        mov     word [column], ax
        mov     [colour], ch                    ; CH:CL as one attribute
        shl     byte [colour], 4
        or      [colour], cl
        mov     al, [colour]
        call    print_hex8
        call    .position
        add     ax, 40
        call    .character
        call    .rulers
        inc     cl
        cmp     cl, 16
        jb      .cell
        mov     cl, 0
        inc     ch
        cmp     ch, 16
        jb      .cell
        jmp     draw_ramp

; CX = cell -> AX = its column on the left, and the window around everything
.position:
        window  0, 80, 0, 24, TEXT_COLOUR
        movzx   ax, ch
        add     ax, 4
        mov     [row], ax
        movzx   ax, cl
        add     ax, ax
        add     ax, 6
        ret

; CX = cell, AX = column, [row]: character CH:CL, straight to the screen because some are control codes
.character:
        push    es
        push    SEG_TEXT
        pop     es
        imul    di, [row], 160
        add     di, ax
        add     di, ax
        mov     al, ch
        shl     al, 4
        or      al, cl
        mov     ah, 0Fh
        test    ch, 1
        jz      .store
        mov     ah, 0Bh
.store:
        stosw
        pop     es
        ret

; CX = cell: hexadecimal digits at the left and above
.rulers:
        call    .position
        mov     byte [colour], 8
        mov     [column], ax
        mov     bx, [row]
        mov     word [row], 3
        mov     al, ' '
        call    print_char
        mov     al, cl
        call    print_hex4
        add     word [column], 38
        call    print_hex4
        mov     [row], bx
        mov     word [column], 4
        mov     al, ch
        call    print_hex4
        mov     word [column], 44
        jmp     print_hex4

; From colour to colour through the shaded characters
draw_ramp:
        push    es
        push    SEG_TEXT
        pop     es
        mov     di, 21 * 160 + 6 * 2
        mov     si, .colours
.colour:
        lodsw
        dec     si
        test    ah, ah
        js      .end
        shl     al, 4                           ; from: background, to: foreground
        or      ah, al
        mov     bx, .shades
.shade:
        mov     al, [bx]
        mov     [es:di + 160], ax
        stosw
        mov     [es:di + 160], ax
        stosw
        inc     bx
        cmp     bx, .shades + 4
        jb      .shade
        jmp     .colour
.end:
        pop     es
        ret
.shades:
        db      0B0h, 0B1h, 0B2h, 0DBh
.colours:
        db      0, 1, 9, 0Bh, 0Fh, 0Eh, 0Ch, 0Dh, 5, 0, -1
