; Scrolling (AH=06h, 07h) in every kind of mode.

; AH=06h, 07h: AL = lines, 0: all; BH = attribute or colour of the new lines; CX, DX = corners
scroll_up:
        mov     ah, 0
        jmp     scroll_page
scroll_down:
        mov     ah, 1
scroll_page:
        mov     al, [caller_al]
        mov     bh, [caller_bh]
        mov     bl, [BDA_PAGE]
        mov     cx, [caller_cx]
        mov     dx, [caller_dx]
        ; fall through

; Scroll a window. AL = lines, 0: clear it; AH = 0 up, 1 down; BL = page; BH = attribute or colour;
; CH, CL = upper row, left column; DH, DL = lower row, right column. Changes nothing.
struc window
.pitch: resw 1                                  ; bytes from one line to the next
.width: resw 1                                  ; bytes of the window's lines
.lines: resw 1
.shift: resw 1
.top:   resw 1                                  ; first line
.start: resw 1                                  ; offset of the upper left corner
.fill:  resw 1
.down:  resb 1
.kind:  resb 1
endstruc

scroll_window:
        pushad
        push    es
        sub     sp, window_size
        mov     bp, sp
        mov     [bp + window.down], ah
        call    clip_window
        jc      .return
        mov     ah, al
        call    mode_kind
        mov     [bp + window.kind], al
        movzx   di, al
        mov     al, ah
        mov     ah, 0
        call    [cs:di + .movers]
.return:
        add     sp, window_size
        pop     es
        popad
        ret
.movers:
        dw      scroll_text, scroll_cga, scroll_cga, scroll_planar, scroll_byte, scroll_packed, no_service

; CX, DX = corners, AL = lines -> top, lines, shift and width, in characters. Carry: empty
clip_window:
        cmp     dh, [BDA_LAST_ROW]
        jbe     .rows
        mov     dh, [BDA_LAST_ROW]
.rows:
        cmp     dl, [BDA_COLUMNS]
        jb      .columns
        mov     dl, [BDA_COLUMNS]
        dec     dl
.columns:
        cmp     dh, ch
        jb      .empty
        cmp     dl, cl
        jb      .empty
        push    ax
        mov     al, dh
        sub     al, ch
        mov     ah, 0
        inc     ax
        mov     si, ax
        mov     ah, 0
        mov     al, dl
        sub     al, cl
        inc     ax
        mov     [bp + window.width], ax
        pop     ax
        mov     ah, 0
        cmp     ax, si
        jb      .shifts
        mov     al, 0
.shifts:
        mov     [bp + window.lines], si
        mov     [bp + window.shift], ax
        mov     al, ch
        mov     [bp + window.top], ax
        clc
        ret
.empty:
        stc
        ret

; Each mover has CX = upper left corner, BL = page, BH = attribute, and width, lines, shift in characters
scroll_text:
        push    SEG_COLOUR
        pop     es
        call    text_segment_if_mono
        mov     ax, [BDA_COLUMNS]
        add     ax, ax
        mov     [bp + window.pitch], ax
        shl     word [bp + window.width], 1
        mov     si, 2
        call    window_start
        mov     ah, bh
        mov     al, ' '
        mov     [bp + window.fill], ax
        jmp     move_lines

scroll_planar:
        mov     ax, [BDA_COLUMNS]
        mov     [bp + window.pitch], ax
        call    lines_per_row
        mov     si, 1
        call    window_start
        push    SEG_GRAPHICS
        pop     es
        outindexed SEQ, 2, 0Fh
        mov     ah, bh                          ; new lines: every plane from set/reset
        mov     dx, GFX
        mov     al, 0
        out     dx, ax
        mov     ax, 0F01h
        out     dx, ax
        mov     ax, 105h                        ; write mode 1: four planes through the latches
        out     dx, ax
        mov     word [bp + window.fill], 0FFFFh
        call    move_lines
        outindexed GFX, 5, 0
        mov     ax, 0
        out     dx, ax
        mov     ax, 1
        out     dx, ax
        ret

scroll_byte:
        mov     ax, [BDA_COLUMNS]
        shl     ax, 3
        mov     [bp + window.pitch], ax
        shl     word [bp + window.width], 3
        call    lines_per_row
        mov     si, 8
        mov     bl, 0
        call    window_start
        push    SEG_GRAPHICS
        pop     es
        mov     al, bh
        mov     ah, bh
        mov     [bp + window.fill], ax
        jmp     move_lines

scroll_cga:
        mov     word [bp + window.pitch], 80
        mov     al, 4                           ; lines of a row in each of the two fields
        call    multiply_lines
        mov     si, 1
        cmp     byte [bp + window.kind], KIND_CGA2
        je      .width
        inc     si
        shl     word [bp + window.width], 1
.width:
        mov     bl, 0
        call    window_start
        push    SEG_COLOUR
        pop     es
        mov     al, bh
        mov     ah, bh
        mov     [bp + window.fill], ax
        call    move_lines
        add     word [bp + window.start], 2000h
        jmp     move_lines

; From rows to scan lines, font-high or AL lines each. Changes AX, DX.
lines_per_row:
        mov     al, [BDA_FONT_HEIGHT]
multiply_lines:
        movzx   di, al
        mov     ax, di
        mul     word [bp + window.lines]
        mov     [bp + window.lines], ax
        mov     ax, di
        mul     word [bp + window.shift]
        mov     [bp + window.shift], ax
        mov     ax, di
        mul     word [bp + window.top]
        mov     [bp + window.top], ax
        ret

; BL = page, CL = left column, SI = bytes a character -> start. Changes AX, DX, DI.
window_start:
        mov     ax, [bp + window.top]
        mul     word [bp + window.pitch]
        mov     di, ax
        movzx   ax, cl
        mul     si
        add     di, ax
        movzx   ax, bl
        mul     word [BDA_PAGE_SIZE]
        add     di, ax
        mov     [bp + window.start], di
        ret

; Move and fill the window's lines at ES. Upwards it starts at the first line, downwards at the last
; one, so that no line is overwritten before it was copied. Changes AX, BX, CX, DX, SI, DI.
move_lines:
        mov     ax, [bp + window.shift]
        test    ax, ax
        jnz     .some
        mov     ax, [bp + window.lines]
.some:
        mov     cx, [bp + window.lines]
        sub     cx, ax
        push    ax
        mul     word [bp + window.pitch]
        mov     si, ax
        mov     bx, [bp + window.pitch]
        mov     di, [bp + window.start]
        cmp     byte [bp + window.down], 0
        je      .source
        mov     ax, [bp + window.lines]
        dec     ax
        mul     bx
        add     di, ax
        neg     si
        neg     bx
.source:
        add     si, di
        jcxz    .new_lines
.copy:
        call    copy_line
        add     si, bx
        add     di, bx
        loop    .copy
.new_lines:
        cmp     byte [bp + window.kind], KIND_PLANAR
        jne     .fill
        outindexed GFX, 5, 0
.fill:
        pop     cx
.next:
        call    fill_line
        add     di, bx
        loop    .next
        ret

; ES:SI -> ES:DI. In planar modes byte by byte, because the latches hold one. Changes AX.
copy_line:
        push    cx
        push    si
        push    di
        mov     cx, [bp + window.width]
        cmp     byte [bp + window.kind], KIND_PLANAR
        je      .bytes
        mov     ax, cx
        shr     cx, 2
        es rep movsd
        mov     cx, ax
        and     cx, 3
.bytes:
        es rep movsb
        pop     di
        pop     si
        pop     cx
        ret

; Changes AX.
fill_line:
        push    cx
        push    di
        mov     cx, [bp + window.width]
        mov     ax, [bp + window.fill]
        shr     cx, 1
        rep stosw
        jnc     .return
        stosb
.return:
        pop     di
        pop     cx
        ret
