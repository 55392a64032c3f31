; The video adapter and its VBE modes.

; Fill vbe_block, count the modes and choose one with 32 bits and a linear frame buffer: 800x600, or
; else 640x480
find_vbe:
        mov     dword [vbe_block], "VBE2"
        mov     di, vbe_block
        mov     ax, 4F00h
        int     10h
        cmp     ax, 4Fh
        jne     .none
        mov     di, .look
        jmp     each_vbe_mode
.none:
        mov     byte [vbe_block + 5], 0         ; version 0
        ret
.look:
        inc     word [vbe_modes_count]
        cmp     byte [mode_block + 19h], 32
        jne     .return
        test    byte [mode_block], 80h
        jz      .return
        cmp     dword [mode_block + 12h], 800 | 600 << 16
        je      .take
        cmp     dword [mode_block + 12h], 640 | 480 << 16
        jne     .return
        cmp     word [vbe_lfb_mode], 0
        jne     .return
.take:
        mov     [vbe_lfb_mode], cx
.return:
        ret

; DI = what to call for each mode that is there, with CX = number and its data in mode_block
each_vbe_mode:
        lfs     si, [vbe_block + 0Eh]
.next:
        mov     cx, [fs:si]
        add     si, 2
        cmp     cx, -1
        je      .return
        pusha
        push    fs
        mov     bx, di
        mov     di, mode_block
        mov     ax, 4F01h
        int     10h
        cmp     ax, 4Fh
        jne     .skip
        test    byte [mode_block], 1
        jz      .skip
        call    bx
.skip:
        pop     fs
        popa
        jmp     .next
.return:
        ret

print_video:
        label   "adapter"
        mov     ax, 1A00h
        int     10h
        cmp     al, 1Ah
        jne     .unknown
        cmp     bl, 8
        je      .colour
.unknown:
        say     "display code "
        mov     al, bl
        call    print_hex8
        jmp     .vbe
.colour:
        say     "VGA, colour"
.vbe:
        call    new_line
        mov     al, [vbe_block + 5]
        test    al, al
        jz      .return
        label   "VBE"
        mov     al, [vbe_block + 5]
        call    print_hex4
        say     "."
        mov     al, [vbe_block + 4]
        call    print_hex4
        say     ", "
        movzx   eax, word [vbe_block + 12h]
        shr     eax, 4
        call    print_decimal
        say     " MiB, "
        movzx   eax, word [vbe_modes_count]
        call    print_decimal
        say     " modes", 10
.return:
        ret

; The list of modes: width x height x bits, t for text
print_video_modes:
        cmp     byte [vbe_block + 5], 0
        je      .return
        label   "modes"
        push    word [left]
        add     word [left], 10
        mov     di, .mode
        call    each_vbe_mode
        pop     word [left]
        jmp     new_line
.mode:
        push    word [put]
        mov     word [put], text_put
        mov     word [text_end], text
        movzx   eax, word [mode_block + 12h]
        call    print_decimal
        say     "x"
        movzx   eax, word [mode_block + 14h]
        call    print_decimal
        mov     al, 't'
        test    byte [mode_block], 10h
        jz      .text
        say     "x"
        movzx   eax, byte [mode_block + 19h]
        call    print_decimal
        mov     al, 0
.text:
        call    print_char
        mov     al, 0
        call    print_char
        pop     word [put]
        mov     si, text
        call    print_word
.return:
        ret

; AL = character, to the end of [text]
text_put:
        push    di
        mov     di, [text_end]
        mov     [di], al
        inc     word [text_end]
        pop     di
        ret
