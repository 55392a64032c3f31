; Page 5: a linear frame buffer with 32 bits a pixel, reached with 32-bit addresses from real mode.

frame_buffer_page:
        mov     cx, [vbe_lfb_mode]
        test    cx, cx
        jnz     .there
        say     "5  frame buffer: there is none", 10
        jmp     no_frame_buffer
.there:
        mov     di, mode_block
        mov     ax, 4F01h
        int     10h
        say     "5  "
        call    print_frame_buffer
        call    new_line
        mov     bx, cx
        or      bx, 4000h
        mov     ax, 4F02h
        int     10h
        call    open_address_space
        call    make_glow
        call    draw_glow
        jmp     draw_frame_texts

; "800x600, 32 bits, linear at FD000000"
print_frame_buffer:
        push    eax
        movzx   eax, word [mode_block + 12h]
        call    print_decimal
        say     "x"
        movzx   eax, word [mode_block + 14h]
        call    print_decimal
        say     ", 32 bits, linear at "
        mov     eax, [mode_block + 28h]
        call    print_hex32
        pop     eax
        ret

no_frame_buffer:
        call    text_page
        window  1, 79, 0, 0, BAR_COLOUR
        say     "Frame buffer"
        window  20, 79, 11, 12, TEXT_COLOUR
        say     "This machine has no linear frame buffer."
        ret

; A20 on, and 4 GiB for GS: a real-mode segment keeps the limit it was given in protected mode
open_address_space:
        mov     ax, 2401h
        int     15h
        cli
        lgdt    [.gdt_register]
        mov     eax, cr0
        or      al, 1
        mov     cr0, eax
        jmp     .protected
.protected:
        mov     bx, 8
        mov     gs, bx
        and     al, ~1
        mov     cr0, eax
        jmp     .real
.real:
        xor     bx, bx
        mov     gs, bx
        sti
        ret
        align   8
.gdt:   dq      0
        dw      0FFFFh, 0, 9200h, 00CFh         ; data, base 0, limit 4 GiB
.gdt_register:
        dw      15
        dd      .gdt

; The light at every distance from the middle: SEG_TABLES[distance squared / 64] = a colour
GLOW_ENTRIES    equ 4096
RINGS           equ 4
RING_WIDTH      equ 34                          ; how far a ring shines

make_glow:
        push    es
        push    SEG_TABLES
        pop     es
        xor     di, di
        xor     ebp, ebp                        ; BP = distance, its square follows ECX
        xor     ecx, ecx
.next:
        mov     eax, ecx
        shl     eax, 6
.root:
        lea     edx, [ebp + 1]
        imul    edx, edx
        cmp     edx, eax
        ja      .found
        inc     ebp
        jmp     .root
.found:
        xor     eax, eax
        mov     si, .rings
.ring:
        push    eax
        mov     ax, bp
        sub     ax, [si]
        jns     .positive
        neg     ax
.positive:
        mov     bx, RING_WIDTH
        sub     bx, ax
        ja      .shines
        pop     eax
        jmp     .dark
.shines:
        mov     dx, 256                         ; the core
        cmp     bx, RING_WIDTH - 2
        jae     .strength
        mov     dx, bx                          ; outside it falls with the square of the distance
        imul    dx, bx
        shr     dx, 3
.strength:
        pop     eax
        call    add_light
.dark:
        add     si, 6
        cmp     si, .rings_end
        jb      .ring
        stosd
        inc     cx
        cmp     cx, GLOW_ENTRIES
        jb      .next
        pop     es
        ret
; radius, then blue, green, red and nothing
.rings: dw      76
        db      70, 170, 214, 0
        dw      132
        db      110, 100, 214, 0
        dw      188
        db      190, 80, 160, 0
        dw      244
        db      214, 100, 70, 0
.rings_end:

; EAX = colour so far, SI = ring, DX = strength, 256: all -> EAX with its light. Changes BX.
add_light:
        push    cx
        push    di
        xor     di, di
        mov     cx, 3
.component:
        movzx   bx, byte [si + 2]
        imul    bx, dx
        add     al, bh
        jc      .full
        cmp     al, 214                         ; leaves room for the background
        jbe     .next
.full:
        mov     al, 214
.next:
        ror     eax, 8
        inc     si
        loop    .component
        sub     si, 3
        ror     eax, 8
        pop     di
        pop     cx
        ret

; The glow over a background that goes from blue to violet downwards
draw_glow:
        push    es
        push    SEG_TABLES
        pop     es
        mov     edi, [mode_block + 28h]
        xor     ecx, ecx                        ; line
.line:
        push    edi
        call    .background                     ; EDX = the line's colour
        movzx   eax, word [mode_block + 14h]
        shr     eax, 1
        sub     eax, ecx
        imul    eax, eax
        movzx   ebx, word [mode_block + 12h]
        mov     si, bx                          ; SI = pixels to go
        shr     ebx, 1
        neg     ebx                             ; EBX = distance from the middle column
        push    ebx
        imul    ebx, ebx
        add     eax, ebx                        ; EAX = distance squared
        pop     ebx
.pixel:
        mov     ebp, eax
        shr     ebp, 6
        mov     ebp, [es:ebp * 4]
        add     ebp, edx
        mov     [gs:edi], ebp
        add     edi, 4
        lea     eax, [eax + ebx * 2 + 1]
        inc     ebx
        dec     si
        jnz     .pixel
        pop     edi
        movzx   eax, word [mode_block + 10h]
        add     edi, eax
        inc     cx
        cmp     cx, [mode_block + 14h]
        jb      .line
        pop     es
        ret
; ECX = line -> EDX
.background:
        mov     eax, ecx
        shl     eax, 8
        xor     edx, edx
        movzx   ebx, word [mode_block + 14h]
        div     ebx
        mov     ebx, eax                        ; 0 to 255 down the screen
        mov     edx, 40                         ; blue
        imul    eax, ebx, 26
        shr     eax, 8
        add     eax, 4                          ; red grows
        shl     eax, 16
        or      edx, eax
        imul    eax, ebx, 8
        shr     eax, 8
        neg     eax
        add     eax, 12                         ; green shrinks
        mov     dh, al
        ret

draw_frame_texts:
        movzx   eax, word [mode_block + 14h]
        shr     eax, 1
        sub     eax, 24
        mov     [frame_line], eax
        movzx   ebx, word [mode_block + 12h]
        shr     ebx, 1
        sub     ebx, 60
        mov     si, .name
        mov     cx, 3
        call    frame_text
        mov     word [put], text_put
        mov     word [text_end], text
        call    print_frame_buffer
        mov     al, 0
        call    print_char
        mov     dword [frame_line], 16
        mov     ebx, 20
        mov     si, text
        mov     cx, 1
        call    frame_text
        movzx   eax, word [mode_block + 14h]
        sub     eax, 32
        mov     [frame_line], eax
        mov     ebx, 20
        mov     si, .menu
        mov     cx, 1
        jmp     frame_text
.name:  db      "ring0", 0
.menu:  db      "1 to 5: pages    q: power off", 0

; SI = text, ends with 0; EBX = column, [frame_line] = line, CX = scale: in the 8x16 font
frame_text:
        push    es
        push    ebx
        mov     ax, 1130h
        mov     bh, 6
        push    cx
        int     10h
        pop     cx
        movzx   edx, bp
        pop     ebx
        movzx   edi, word [mode_block + 10h]
        imul    edi, [frame_line]
        lea     edi, [edi + ebx * 4]
        add     edi, [mode_block + 28h]         ; EDI = upper left pixel, ES:DX = font
.letter:
        lodsb
        test    al, al
        jz      .end
        movzx   ebx, al
        shl     bx, 4
        add     bx, dx
        call    frame_glyph
        movzx   eax, cx
        shl     eax, 5
        add     edi, eax
        jmp     .letter
.end:
        pop     es
        ret

; ES:BX = glyph, EDI = upper left pixel, CX = scale
frame_glyph:
        pushad
        mov     dx, 16
.line:
        mov     bp, cx
.repeat:
        push    edi
        mov     ah, [es:bx]
        mov     si, 8
.dot:
        add     ah, ah
        push    cx
        jc      .lit
        movzx   ecx, cx
        lea     edi, [edi + ecx * 4]
        jmp     .next
.lit:
        mov     dword [gs:edi], 0F4F6FFh
        add     edi, 4
        loop    .lit
.next:
        pop     cx
        dec     si
        jnz     .dot
        pop     edi
        push    eax
        movzx   eax, word [mode_block + 10h]
        add     edi, eax
        pop     eax
        dec     bp
        jnz     .repeat
        inc     bx
        dec     dx
        jnz     .line
        popad
        ret
