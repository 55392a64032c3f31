; Drawing and recognizing characters in the graphics modes.

; AL = character, BL = colour (bit 7: XOR, but not in 256-colour modes), BH = page, DX = position.
; Changes nothing.
draw_glyph:
        pushad
        push    ds
        push    es
        mov     ah, al
        call    mode_kind
        movzx   di, al
        mov     al, ah
        call    [cs:di + .drawers]
        pop     es
        pop     ds
        popad
        ret
.drawers:
        dw      no_service, draw_cga, draw_cga, draw_planar, draw_byte, draw_packed, no_service

; AL = character -> DS:SI = its glyph, CX = its height. Needs DS = 0 and changes it.
find_glyph:
        push    ax
        mov     cx, [BDA_FONT_HEIGHT]
        mov     ah, al
        call    mode_kind
        cmp     al, KIND_PLANAR
        mov     al, ah
        mov     ah, 0
        jae     .one_table
        test    al, 80h                         ; CGA modes have the upper half elsewhere
        jz      .one_table
        and     al, 7Fh
        shl     ax, 3
        lds     si, [VEC_FONT_UPPER]
        jmp     .found
.one_table:
        push    dx
        mul     cx
        pop     dx
        lds     si, [VEC_FONT]
.found:
        add     si, ax
        pop     ax
        ret

; BH = page, DX = position -> ES:DI in planar memory, SI unchanged. Changes CX.
planar_cell:
        push    ax
        push    dx
        mov     cx, dx
        mov     al, ch
        mul     byte [BDA_FONT_HEIGHT]
        mul     word [BDA_COLUMNS]
        mov     di, ax
        mov     ch, 0
        add     di, cx
        movzx   ax, bh
        mul     word [BDA_PAGE_SIZE]
        add     di, ax
        push    SEG_GRAPHICS
        pop     es
        pop     dx
        pop     ax
        ret

draw_planar:
        call    planar_cell
        mov     bp, [BDA_COLUMNS]
        call    find_glyph
        mov     dx, SEQ
        test    bl, 80h
        jnz     .xor
        push    cx
        push    di
        mov     ax, 0F02h                       ; black first, in every plane
        out     dx, ax
.clear:
        mov     byte [es:di], 0
        add     di, bp
        loop    .clear
        pop     di
        pop     cx
        jmp     .draw
.xor:
        outindexed GFX, 3, 18h
        mov     dx, SEQ
.draw:
        mov     ah, bl                          ; then the glyph in the planes of the colour
        and     ah, 0Fh
        mov     al, 2
        out     dx, ax
.line:
        lodsb
        mov     ah, [es:di]                     ; fills the latches
        mov     [es:di], al
        add     di, bp
        loop    .line
        mov     ax, 0F02h
        out     dx, ax
        outindexed GFX, 3, 0
        ret

; DX = position -> ES:DI in the memory of mode 13h, BP = bytes a line. Changes AX, CX.
byte_cell:
        push    dx
        mov     bp, [BDA_COLUMNS]
        shl     bp, 3
        mov     cx, dx
        mov     al, ch
        mul     byte [BDA_FONT_HEIGHT]
        mul     bp
        mov     di, ax
        mov     ch, 0
        shl     cx, 3
        add     di, cx
        push    SEG_GRAPHICS
        pop     es
        pop     dx
        ret

draw_byte:
        push    ax
        call    byte_cell
        pop     ax
        call    find_glyph
        sub     bp, 8
.line:
        lodsb
        mov     ah, al
        mov     dx, 8
.pixel:
        add     ah, ah
        sbb     al, al
        and     al, bl
        stosb
        dec     dx
        jnz     .pixel
        add     di, bp
        loop    .line
        ret

; DX = position -> ES:DI in the first field of a CGA mode. Changes AX, CX.
cga_cell:
        mov     cx, dx
        mov     al, 80
        mul     ch
        shl     ax, 2
        mov     di, ax
        mov     ch, 0
        add     di, cx
        call    mode_kind
        cmp     al, KIND_CGA2
        je      .one_byte
        add     di, cx
.one_byte:
        push    SEG_COLOUR
        pop     es
        ret

draw_cga:
        push    ax
        call    cga_cell
        mov     ah, al                          ; AH = kind
        pop     cx
        mov     al, cl
        mov     bh, ah
        call    find_glyph
.line:
        lodsb
        cmp     bh, KIND_CGA2
        je      .two_colours
        call    double_bits
        push    ax
        mov     al, bl                          ; the colour in all eight pixels
        and     al, 3
        mov     ah, 55h
        mul     ah
        mov     ah, al
        mov     dx, ax
        pop     ax
        and     ax, dx
        xchg    al, ah                          ; the left half first
        test    bl, 80h
        jz      .store
        xor     ax, [es:di]
.store:
        mov     [es:di], ax
        jmp     .next
.two_colours:
        test    bl, 80h
        jz      .store_byte
        xor     al, [es:di]
.store_byte:
        mov     [es:di], al
.next:
        call    next_cga_line
        loop    .line
        ret

; DI -> one line down: the other field, or the next line of the first one
next_cga_line:
        xor     di, 2000h
        test    di, 2000h
        jnz     .return
        add     di, 80
.return:
        ret

; AL -> AX with every bit twice. Changes DX.
double_bits:
        mov     dl, al
        mov     dh, 8
.bit:
        shl     ax, 2
        add     dl, dl
        jnc     .next
        or      al, 3
.next:
        dec     dh
        jnz     .bit
        ret

; BH = page, DX = position -> AL = the character whose glyph is there, 0: none. Changes most registers.
GLYPH_BYTES     equ 32

read_glyph:
        push    bp
        sub     sp, GLYPH_BYTES
        mov     bp, sp
        call    mode_kind
        movzx   si, al
        call    [cs:si + .readers]
        call    match_glyph
        add     sp, GLYPH_BYTES
        pop     bp
        ret
.readers:
        dw      no_service, read_cga, read_cga, read_planar, read_byte, read_packed, no_service

; -> CX = lines to read, never more than the buffer at SS:BP has
glyph_lines:
        mov     cx, [BDA_FONT_HEIGHT]
        cmp     cx, GLYPH_BYTES
        jbe     .return
        mov     cx, GLYPH_BYTES
.return:
        ret

read_planar:
        call    planar_cell
        outindexed GFX, 7, 0Fh                  ; read mode 1: a 1 where all planes are 0
        mov     ax, 2
        out     dx, ax
        mov     ax, 805h
        out     dx, ax
        call    glyph_lines
        xor     si, si
.line:
        mov     al, [es:di]
        not     al
        mov     [bp + si], al
        inc     si
        add     di, [BDA_COLUMNS]
        loop    .line
        mov     ax, 5
        out     dx, ax
        ret

read_byte:
        push    bp
        call    byte_cell
        mov     bx, bp
        pop     bp
        sub     bx, 8
        call    glyph_lines
        xor     si, si
.line:
        mov     dx, 8
.pixel:
        cmp     byte [es:di], 1
        cmc
        rcl     al, 1
        inc     di
        dec     dx
        jnz     .pixel
        mov     [bp + si], al
        inc     si
        add     di, bx
        loop    .line
        ret

read_cga:
        call    cga_cell
        mov     bl, al
        mov     cx, 8
        xor     si, si
.line:
        mov     ax, [es:di]
        cmp     bl, KIND_CGA2
        je      .store
        xchg    al, ah
        mov     dx, ax                          ; a pixel is set if either of its bits is
        shr     dx, 1
        or      ax, dx
        mov     dx, 8
.pixel:
        shr     ax, 1
        rcr     bh, 1
        shr     ax, 1
        dec     dx
        jnz     .pixel
        mov     al, bh
.store:
        mov     [bp + si], al
        inc     si
        call    next_cga_line
        loop    .line
        ret

; SS:BP = glyph -> AL = character. Changes most registers.
match_glyph:
        xor     bx, bx
.next:
        push    ds
        mov     al, bl
        call    find_glyph
        cmp     cx, GLYPH_BYTES
        jbe     .compare
        mov     cx, GLYPH_BYTES
.compare:
        push    ss
        pop     es
        mov     di, bp
        repe cmpsb
        pop     ds
        je      .found
        inc     bl
        jnz     .next
.found:
        mov     al, bl
        ret
