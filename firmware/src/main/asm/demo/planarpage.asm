; Page 3: mode 12h, drawn through the planes.

LINE_BYTES      equ 80
CENTRE_X        equ 320
CENTRE_Y        equ 244
OUTER           equ 204
STEP            equ 16                          ; from one colour to the next
BANDS           equ 12
STARS           equ 260

planar_page:
        say     "3  640x480 in 16 colours: four planes", 10
        mov     ax, 12h
        int     10h
        mov     dx, 3C4h                        ; black while it is drawn
        mov     al, 1
        out     dx, al
        inc     dx
        in      al, dx
        or      al, 20h
        out     dx, al
        call    set_picture_palette
        push    es
        push    0A000h
        pop     es
        mov     dx, 3CEh                        ; every plane from set/reset
        mov     ax, 0F01h
        out     dx, ax
        call    draw_stars
        call    draw_bands
        pop     es
        call    label_bands
        push    es
        push    0A000h
        pop     es
        mov     dx, 3C4h
        mov     al, 1
        out     dx, al
        inc     dx
        in      al, dx
        and     al, ~20h
        out     dx, al
        pop     es
        ret

; The sixteen colours: index 0 is the night, 1 to 12 the bands from outside to inside, then stars and text
set_picture_palette:
        xor     bx, bx
.identity:
        mov     ax, 1000h
        int     10h
        add     bx, 101h
        cmp     bl, 16
        jb      .identity
        mov     ax, 1012h
        xor     bx, bx
        mov     cx, 16
        mov     dx, .colours
        int     10h
        ret
.colours:
        db      1, 1, 6,  9, 5, 22,  14, 6, 29,  21, 7, 35,  30, 8, 37,  39, 9, 35
        db      47, 13, 30,  53, 20, 24,  58, 28, 18,  61, 37, 14,  62, 46, 17,  63, 54, 29
        db      63, 61, 48,  24, 26, 38,  46, 50, 60,  63, 63, 63

; Single dots at pseudo-random places
draw_stars:
        mov     eax, 12345
        mov     cx, STARS
.next:
        imul    eax, eax, 1103515245
        add     eax, 12345
        push    cx
        push    eax
        shr     eax, 8
        xor     edx, edx
        mov     ebx, LINE_BYTES * 464
        div     ebx
        mov     di, dx
        mov     dx, 3CEh
        mov     ah, 13
        test    al, 3
        jnz     .colour
        inc     ah
.colour:
        mov     al, 0
        out     dx, ax
        pop     eax
        push    eax
        shr     eax, 28
        mov     cl, al
        and     cl, 7
        mov     ah, 80h
        shr     ah, cl
        mov     al, 8
        out     dx, ax
        mov     al, [es:di]
        mov     [es:di], al
        pop     eax
        pop     cx
        loop    .next
        ret

; Discs on one another, a dark gap at every third
draw_bands:
        mov     bx, OUTER
        mov     cx, 1
.next:
        mov     ax, cx
        dec     ax
        mov     dl, 3
        div     dl
        test    ah, ah
        jnz     .disc
        add     bx, 3
        mov     al, 0
        call    fill_disc
        sub     bx, 3
.disc:
        mov     al, cl
        call    fill_disc
        sub     bx, STEP
        inc     cx
        cmp     cx, BANDS
        jbe     .next
        ret

; BX = radius, AL = colour
fill_disc:
        pusha
        mov     dx, 3CEh
        mov     ah, al
        mov     al, 0
        out     dx, ax
        movzx   esi, bx
        imul    esi, esi                        ; the radius squared
        movzx   ecx, bx                         ; half the width, which only shrinks
        xor     ebp, ebp                        ; lines away from the middle
.line:
        mov     eax, ebp
        imul    eax, eax
.narrow:
        mov     edx, ecx
        imul    edx, edx
        add     edx, eax
        cmp     edx, esi
        jbe     .fits
        dec     ecx
        jmp     .narrow
.fits:
        mov     di, CENTRE_Y
        add     di, bp
        call    fill_line
        mov     di, CENTRE_Y
        sub     di, bp
        call    fill_line
        inc     ebp
        cmp     bp, bx
        jbe     .line
        popa
        ret

; DI = line, CX = half the width
fill_line:
        pusha
        imul    di, di, LINE_BYTES
        mov     bx, CENTRE_X                    ; BX = first, SI = last dot
        sub     bx, cx
        mov     si, CENTRE_X
        add     si, cx
        mov     cl, bl
        and     cl, 7
        mov     ah, 0FFh
        shr     ah, cl                          ; AH = dots of the first byte
        mov     cx, si
        not     cl
        and     cl, 7
        mov     ch, 0FFh
        shl     ch, cl                          ; CH = dots of the last byte
        shr     bx, 3
        shr     si, 3
        add     di, bx
        sub     si, bx
        mov     dx, 3CEh
        mov     al, 8
        jnz     .first
        and     ah, ch
        mov     ch, ah                          ; both in one byte
        jmp     .last
.first:
        out     dx, ax
        mov     al, [es:di]
        stosb
        push    cx
        mov     ax, 0FF08h
        out     dx, ax
        lea     cx, [si - 1]
        rep stosb
        pop     cx
.last:
        mov     al, 8
        mov     ah, ch
        out     dx, ax
        mov     al, [es:di]
        mov     [es:di], al
        popa
        ret

label_bands:
        mov     si, .labels
.next:
        lodsw                                   ; line
        test    ax, ax
        js      .return
        imul    di, ax, LINE_BYTES
        lodsw                                   ; column, colour
        movzx   bx, al
        add     di, bx
        call    planar_text
        jmp     .next
.return:
        ret
.labels:
        dw      8
        db      2, 14, "640 x 480, 16 of 262144 colours, four planes", 0
        dw      CENTRE_Y - OUTER + 16
        db      37, 14, "ring 3", 0
        dw      CENTRE_Y - OUTER + 16 + 3 * STEP
        db      37, 15, "ring 2", 0
        dw      CENTRE_Y - OUTER + 16 + 6 * STEP
        db      37, 15, "ring 1", 0
        dw      CENTRE_Y - 8
        db      37, 0, "ring 0", 0
        dw      460
        db      2, 13, "1 to 5: pages    q: power off", 0
        dw      -1

; SI = text, ends with 0 -> SI behind it; DI = place, AH = colour: only the dots of the characters
planar_text:
        push    es
        push    ax
        mov     ax, 1130h
        mov     bh, 6                           ; 8x16
        push    dx
        int     10h
        push    es
        pop     fs
        pop     dx
        pop     ax
        push    0A000h
        pop     es
        mov     dx, 3CEh
        mov     al, 0
        out     dx, ax
        mov     ax, 0F01h
        out     dx, ax
.letter:
        lodsb
        test    al, al
        jz      .end
        movzx   bx, al
        shl     bx, 4
        add     bx, bp
        push    di
        mov     cx, 16
.line:
        mov     ah, [fs:bx]
        inc     bx
        mov     al, 8
        out     dx, ax
        mov     al, [es:di]
        mov     [es:di], al
        add     di, LINE_BYTES
        loop    .line
        pop     di
        inc     di
        jmp     .letter
.end:
        pop     es
        ret
