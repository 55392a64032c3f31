; Page 4: mode 13h, drawn once; only the palette moves.

WIDTH           equ 320
HEIGHT          equ 200

palette_page:
        say     "4  320x200 in 256 colours: a moving palette", 10
        mov     ax, 13h
        int     10h
        call    make_sine
        call    make_palette
        call    rotate_palette
        call    draw_waves
        mov     si, .title
        mov     di, 8 * WIDTH + 12
        call    byte_text
        mov     si, .menu
        mov     di, 186 * WIDTH + 12
        call    byte_text
        mov     word [on_tick], rotate_palette
        ret
.title: db      "320 x 200, 256 of 262144 colours", 0
.menu:  db      "1 to 5: pages    q: power off", 0

; sine[i] = 0 to 255 and back, two parabolas
make_sine:
        xor     cx, cx
.next:
        mov     al, cl
        and     al, 7Fh                         ; t = 0 to 127
        mov     ah, 128
        sub     ah, al
        mul     ah                              ; t * (128 - t), at most 4096
        shr     ax, 5
        cmp     al, 128
        jb      .half
        dec     ax
.half:
        add     al, 80h                         ; 128 to 255
        test    cl, 80h
        jz      .store
        neg     al
.store:
        mov     bx, cx
        mov     [bx + sine], al
        inc     cl
        jnz     .next
        ret

; Two warped waves; colours 0 and 255 are not used
draw_waves:
        push    es
        push    0A000h
        pop     es
        xor     di, di
        xor     dx, dx                          ; DX = line, CX = column
        mov     bh, 0
.line:
        xor     cx, cx
        mov     bl, dl
        movzx   si, byte [bx + sine]            ; how far this line is bent
.dot:
        mov     bx, cx
        add     bx, si
        mov     bh, 0
        mov     al, [bx + sine]
        mov     bl, cl
        add     bl, bl
        mov     ah, [bx + sine]
        shr     ah, 1
        add     ah, dl
        add     ah, dl
        mov     bl, ah
        mov     ah, [bx + sine]
        add     al, ah
        rcr     al, 1
        cmp     al, 1
        adc     al, 0                           ; 0 becomes 1
        cmp     al, 255
        jne     .store
        dec     ax
.store:
        stosb
        inc     cx
        cmp     cx, WIDTH
        jb      .dot
        inc     dx
        cmp     dx, HEIGHT
        jb      .line
        pop     es
        ret

; 256 colours around the circle of the key colours
make_palette:
        mov     di, palette
        xor     cx, cx
.colour:
        mov     ax, cx
        imul    ax, ax, KEYS
        movzx   dx, al                          ; DL = how far to the next key colour
        mov     al, ah
        mov     ah, 0
        imul    si, ax, 3
        add     si, .keys
        mov     bp, 3
.component:
        movzx   ax, byte [si + 3]
        movzx   bx, byte [si]
        sub     ax, bx
        imul    ax, dx
        add     bl, ah                          ; the high byte, also of a negative product
        mov     [di], bl
        inc     di
        inc     si
        dec     bp
        jnz     .component
        inc     cl
        jnz     .colour
        ret
KEYS            equ 7
.keys:  db      2, 3, 14,  8, 10, 36,  32, 8, 42,  58, 16, 34,  63, 42, 16,  58, 58, 44,  6, 38, 44,  2, 3, 14

; Every colour but the first and the last moves on
rotate_palette:
        pusha
        add     byte [phase], 3
        mov     dx, 3C8h
        mov     al, 1
        out     dx, al
        inc     dx
        mov     cl, 1
.next:
        mov     al, [phase]
        add     al, cl
        mov     ah, 3
        mul     ah
        mov     si, ax
        add     si, palette
        outsb
        outsb
        outsb
        inc     cl
        cmp     cl, 255
        jb      .next
        mov     al, 63
        out     dx, al
        out     dx, al
        out     dx, al
        popa
        ret

; SI = text, ends with 0; DI = place: white, with a black shadow
byte_text:
        push    es
        mov     ax, 1130h
        mov     bh, 3                           ; 8x8
        int     10h
        push    es
        pop     fs
        push    0A000h
        pop     es
.letter:
        lodsb
        test    al, al
        jz      .end
        mov     ah, 0
        shl     ax, 3
        mov     bx, ax
        add     bx, bp
        push    di
        mov     cx, 8
.line:
        mov     al, [fs:bx]
        inc     bx
        mov     dx, 8
.dot:
        add     al, al
        jnc     .clear
        mov     byte [es:di], 255
        mov     byte [es:di + WIDTH + 1], 0
.clear:
        inc     di
        dec     dx
        jnz     .dot
        add     di, WIDTH - 8
        loop    .line
        pop     di
        add     di, 8
        jmp     .letter
.end:
        pop     es
        ret
