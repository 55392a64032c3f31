; Text pages: a window to print into, boxes, the bar at the top and the menu at the bottom.

; left column, column behind the right one, first row, last row, colour: print goes there from now on
%macro window 5
        mov     word [left], %1
        mov     word [column], %1
        mov     word [right], %2
        mov     word [row], %3
        mov     word [last_row], %4
        mov     byte [colour], %5
        mov     word [put], screen_put
%endmacro

; top, left, bottom, right, title: a box with single lines
%macro box 5
        mov     ax, (%1) << 8 | (%2)
        mov     dx, (%3) << 8 | (%4)
        call    draw_box
        window  (%2) + 3, 80, %1, %1, TITLE_COLOUR
        say     " ", %5, " "
%endmacro

BAR_COLOUR      equ 1Fh
TITLE_COLOUR    equ 0Bh
BOX_COLOUR      equ 03h
TEXT_COLOUR     equ 07h
MENU_COLOUR     equ 70h
KEY_COLOUR      equ 74h

; Mode 3 without cursor, 16 background colours, an empty bar at the top, the menu at the bottom
text_page:
        mov     ax, 3
        int     10h
        mov     ah, 1
        mov     cx, 2000h
        int     10h
        mov     ax, 1003h
        mov     bx, 0
        int     10h
        mov     ax, 0
        mov     dh, BAR_COLOUR
        call    colour_row
        mov     ax, 24
        mov     dh, MENU_COLOUR
        call    colour_row
        window  1, 80, 24, 24, MENU_COLOUR
        mov     si, .menu
.next:
        lodsb
        cmp     al, 1
        jb      .return
        ja      .print
        xor     byte [colour], MENU_COLOUR ^ KEY_COLOUR
        jmp     .next
.print:
        call    print_char
        jmp     .next
.return:
        ret
.menu:  db      1, "1", 1, " Machine  ", 1, "2", 1, " Colours  ", 1, "3", 1, " Planes  ", 1, "4", 1, " Palette  "
        db      1, "5", 1, " Frame buffer     ", 1, "space", 1, " next  ", 1, "q", 1, " off", 0

; AX = row, DH = colour: make it empty. Changes AX, CX, DI.
colour_row:
        push    es
        push    SEG_TEXT
        pop     es
        imul    di, ax, 160
        mov     ah, dh
        mov     al, ' '
        mov     cx, 80
        rep stosw
        pop     es
        ret

; AL = character, into the window. What does not fit is left out.
screen_put:
        cmp     al, 10
        jne     .character
        push    word [left]
        pop     word [column]
        inc     word [row]
        ret
.character:
        push    es
        push    ax
        push    di
        mov     di, [row]
        cmp     di, [last_row]
        ja      .next
        imul    di, di, 160
        push    ax
        mov     ax, [column]
        cmp     ax, [right]
        jae     .outside
        add     di, ax
        add     di, ax
        push    SEG_TEXT
        pop     es
        pop     ax
        mov     ah, [colour]
        mov     [es:di], ax
        jmp     .next
.outside:
        pop     ax
.next:
        inc     word [column]
        pop     di
        pop     ax
        pop     es
        ret

; AH, AL = top and left, DH, DL = bottom and right. Changes AX, BX, CX, DX, DI.
draw_box:
        push    es
        push    SEG_TEXT
        pop     es
        mov     bx, ax
        mov     al, bh
        mov     ah, 160
        mul     ah
        movzx   di, bl
        add     di, di
        add     di, ax
        sub     dl, bl
        sub     dh, bh
        movzx   bx, dl                          ; BX = columns - 1, DH = rows - 1
        mov     ah, BOX_COLOUR
        mov     cx, 0DABFh                      ; corners
        call    .line
        dec     dh
.side:
        mov     al, 0B3h
        mov     [es:di], ax
        push    di
        add     di, bx
        mov     [es:di + bx], ax
        pop     di
        add     di, 160
        dec     dh
        jnz     .side
        mov     cx, 0C0D9h
        call    .line
        pop     es
        ret
; CH, CL = corners, BX = columns - 1: a line; DI to the next row
.line:
        push    di
        mov     al, ch
        stosw
        push    cx
        mov     al, 0C4h
        lea     cx, [bx - 1]
        rep stosw
        pop     cx
        mov     al, cl
        stosw
        pop     di
        add     di, 160
        ret
