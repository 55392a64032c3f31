; Characters of the text and graphics modes: AH=08h, 09h, 0Ah.

; BH = page, DX = position -> ES:DI = the cell in a text mode. Changes AX.
text_cell:
        push    dx
        push    SEG_COLOUR
        pop     es
        call    text_segment_if_mono
        mov     al, [BDA_COLUMNS]
        mul     dh
        mov     dh, 0
        add     ax, dx
        add     ax, ax
        mov     di, ax
        movzx   ax, bh
        mul     word [BDA_PAGE_SIZE]
        add     di, ax
        pop     dx
        ret

; AH=08h: BH = page -> AL = character, AH = attribute (text modes)
read_character:
        mov     bh, [caller_bh]
        call    page_cursor
        call    mode_kind
        cmp     al, KIND_TEXT
        jne     .graphics
        call    text_cell
        mov     ax, [es:di]
        jmp     .store
.graphics:
        call    read_glyph
        mov     ah, 0
.store:
        mov     [caller_ax], ax
        ret

; AH=09h: AL = character, BL = attribute or colour, BH = page, CX = count
write_character_attribute:
        mov     ah, 1
        jmp     write_repeated
; AH=0Ah: the same, but in text modes the attribute stays
write_character:
        mov     ah, 0
write_repeated:
        mov     cx, [caller_cx]
        jcxz    .return
        mov     bx, [caller_bx]
        call    page_cursor
        call    mode_kind
        cmp     al, KIND_TEXT
        mov     al, [caller_al]
        jne     .graphics
        push    ax
        call    text_cell
        pop     ax
        test    ah, ah
        jz      .characters
        mov     ah, bl
        rep stosw
.return:
        ret
.characters:
        stosb
        inc     di
        loop    .characters
        ret
.graphics:
        call    draw_glyph
        inc     dl
        cmp     dl, [BDA_COLUMNS]
        jb      .next
        mov     dl, 0
        inc     dh
        cmp     dh, [BDA_LAST_ROW]
        ja      .return                         ; the rest would be below the screen
.next:
        loop    .graphics
        ret
