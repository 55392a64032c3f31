; Teletype output (AH=0Eh), strings (AH=13h) and the bell.

; AH=0Eh: AL = character, BL = colour in graphics modes; on the page that is shown
teletype:
        mov     al, [caller_al]
        mov     ah, 0
        mov     bl, [caller_bl]
        mov     bh, [BDA_PAGE]
        ; fall through

; AL = character, AH = 1: write BL as attribute too; BL = attribute or colour, BH = page.
; Changes AX, CX, DX, DI, ES.
put_character:
        call    page_cursor
        cmp     al, 7
        je      ring_bell
        cmp     al, 8
        je      .backspace
        cmp     al, 0Ah
        je      .line_feed
        cmp     al, 0Dh
        je      .carriage_return
        mov     cx, ax
        call    mode_kind
        cmp     al, KIND_TEXT
        jne     .graphics
        call    text_cell
        mov     [es:di], cl
        test    ch, ch
        jz      .advance
        mov     [es:di + 1], bl
        jmp     .advance
.graphics:
        mov     al, cl
        call    draw_glyph
.advance:
        inc     dl
        cmp     dl, [BDA_COLUMNS]
        jb      .move
        mov     dl, 0
.line_feed:
        cmp     dh, [BDA_LAST_ROW]
        jae     .scroll
        inc     dh
.move:
        jmp     move_cursor
.backspace:
        test    dl, dl
        jz      .move
        dec     dl
        jmp     .move
.carriage_return:
        mov     dl, 0
        jmp     .move
.scroll:
        call    move_cursor
        call    page_cursor
        push    bx
        call    mode_kind
        cmp     al, KIND_TEXT
        mov     al, 0
        jne     .fill
        call    text_cell
        mov     al, [es:di + 1]                 ; new lines look like where the cursor is
.fill:
        mov     bl, bh
        mov     bh, al
        xor     cx, cx
        mov     dh, [BDA_LAST_ROW]
        mov     dl, [BDA_COLUMNS]
        dec     dl
        mov     ax, 1
        call    scroll_window
        pop     bx
        ret

; AH=13h: ES:BP = string, CX = length, BH = page, BL = attribute, DX = position,
; AL bit 0: leave the cursor behind the string; bit 1: the string has an attribute after each character
write_string:
        mov     bh, [caller_bh]
        cmp     bh, 7
        ja      .return
        call    page_cursor
        push    dx
        mov     dx, [caller_dx]
        call    move_cursor
        mov     si, [caller_bp]
        mov     bl, [caller_bl]
        mov     cx, [caller_cx]
        jcxz    .end
.next:
        mov     es, [caller_es]
        es lodsb
        test    byte [caller_al], 2
        jz      .attribute_known
        mov     bl, [es:si]
        inc     si
.attribute_known:
        mov     ah, 1
        push    cx
        call    put_character
        pop     cx
        loop    .next
.end:
        pop     dx
        test    byte [caller_al], 1
        jz      move_cursor
.return:
        ret

; About a tenth of a second of 896 Hz. Waits for timer ticks where they arrive, else a bounded number
; of reads. Changes AX, CX, DX.
ring_bell:
        mov     al, 0B6h                        ; PIT counter 2, square wave
        out     43h, al
        mov     ax, 1193182 / 896
        out     42h, al
        mov     al, ah
        out     42h, al
        in      al, 61h
        mov     dl, al
        or      al, 3
        out     61h, al
        in      al, 21h
        test    al, 1                           ; IRQ 0 masked?
        jnz     .poll
        mov     cx, 2                           ; whole ticks after the one that is running
        mov     dh, [BDA_TICKS]
        mov     ax, 100                         ; other interrupts may wake us, but not for ever
.tick:
        hlt
        dec     ax
        jz      .silence
        cmp     dh, [BDA_TICKS]
        je      .tick
        mov     dh, [BDA_TICKS]
        loop    .tick
        jmp     .silence
.poll:
        mov     cx, 20000
.read:
        in      al, 61h
        loop    .read
.silence:
        in      al, 61h
        and     al, 0FCh
        and     dl, 3
        or      al, dl
        out     61h, al
        ret
