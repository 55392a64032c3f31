; Cursor and display page: AH=01h, 02h, 03h, 05h.

; AH=01h: CH = first line (bit 5: no cursor), CL = last line
set_cursor_shape:
        mov     cx, [caller_cx]
        and     cx, 3F1Fh
        mov     [BDA_CURSOR_SHAPE], cx
        call    mode_kind
        cmp     al, KIND_TEXT
        je      program_cursor_shape
        ret

; CX = shape as a program written for 8-line characters wants it. Unless cursor emulation is off, it
; is moved to where it looks the same in the current font. Changes AX, CX, DX.
program_cursor_shape:
        mov     dl, [BDA_FONT_HEIGHT]
        dec     dl                              ; DL = last line
        test    byte [BDA_CONTROL], CONTROL_NO_CURSOR_EMULATION
        jnz     .program
        test    ch, 20h
        jnz     .program
        cmp     dl, 7
        jbe     .program
        cmp     cl, 7
        ja      .program                        ; already made for a larger font
        cmp     cl, 4
        jb      .program                        ; a line at the top
        cmp     ch, cl
        ja      .program                        ; split or off
        cmp     ch, 2
        jbe     .block
        mov     al, cl                          ; an underline: keep the thickness
        sub     al, ch
        mov     cl, dl
        cmp     dl, 13
        jb      .underline
        dec     cl                              ; one line of space under it
.underline:
        mov     ch, cl
        sub     ch, al
        jmp     .program
.block:
        mov     cl, dl
        cmp     ch, 2
        jne     .program
        mov     ch, dl                          ; a half block
        inc     ch
        shr     ch, 1
.program:
        mov     al, 0Ah
        mov     ah, ch
        call    write_crtc
        mov     al, 0Bh
        mov     ah, cl
        jmp     write_crtc

; AH=02h: BH = page, DH = row, DL = column
set_cursor:
        mov     bh, [caller_bh]
        mov     dx, [caller_dx]
        cmp     bh, 7
        jbe     move_cursor
        ret

; BH = page, DX = position: remember it, show it if the page is shown. Changes AX, CX, DX.
move_cursor:
        push    bx
        shr     bx, 8
        and     bl, 7
        add     bx, bx
        mov     [bx + BDA_CURSORS], dx
        pop     bx
        cmp     bh, [BDA_PAGE]
        je      program_cursor
        ret

; BH = the shown page: tell the CRTC where its cursor is. Changes AX, CX, DX.
program_cursor:
        call    page_cursor
        mov     cx, [BDA_PAGE_START]
        shr     cx, 1
        mov     al, [BDA_COLUMNS]
        mul     dh
        add     cx, ax
        mov     dh, 0
        add     cx, dx
        mov     al, 0Eh
        mov     ah, ch
        call    write_crtc
        mov     al, 0Fh
        mov     ah, cl
        jmp     write_crtc

; BH = page -> DH, DL = its cursor's row and column. Changes nothing else.
page_cursor:
        push    bx
        shr     bx, 8
        and     bl, 7
        add     bx, bx
        mov     dx, [bx + BDA_CURSORS]
        pop     bx
        ret

; AH=03h: BH = page -> DX = position, CX = shape
get_cursor:
        mov     bh, [caller_bh]
        call    page_cursor
        mov     [caller_dx], dx
        mov     ax, [BDA_CURSOR_SHAPE]
        mov     [caller_cx], ax
        ret

; AH=05h: AL = page to show
select_page:
        mov     bh, [caller_al]
        cmp     bh, 7
        ja      .return
        call    mode_kind
        cmp     al, KIND_TEXT
        je      .select
        cmp     al, KIND_PLANAR
        jne     .return
.select:
        mov     [BDA_PAGE], bh
        movzx   ax, bh
        mul     word [BDA_PAGE_SIZE]
        mov     [BDA_PAGE_START], ax
        mov     cx, ax
        call    mode_kind
        cmp     al, KIND_TEXT
        jne     .start
        shr     cx, 1                           ; the CRTC counts characters
.start:
        mov     al, 0Ch
        mov     ah, ch
        call    write_crtc
        mov     al, 0Dh
        mov     ah, cl
        call    write_crtc
        jmp     program_cursor
.return:
        ret
