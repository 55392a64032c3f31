; Text and pixels in the VBE modes with one byte a pixel, through the 64 KiB window. Eight pixels of a
; character never lie in two banks: lines are a multiple of eight bytes long.

; -> AX = the bank that the program selected. Changes DX.
read_bank:
        mov     al, DISPI_BANK
        jmp     dispi_read

; EDI = offset in video memory -> ES:DI there. A bank that is selected already is left alone: emulators
; may take long to move the window. Changes nothing else.
select_bank:
        push    ax
        push    cx
        push    dx
        push    SEG_GRAPHICS
        pop     es
        ror     edi, 16
        mov     cx, di
        ror     edi, 16
        call    restore_bank
        pop     dx
        pop     cx
        pop     ax
        ret

; CX = bank. Changes AX, DX.
restore_bank:
        call    read_bank
        cmp     ax, cx
        mov     al, DISPI_BANK
        jne     dispi_write
        ret

; -> EAX = bytes a line. Changes DX.
packed_pitch:
        mov     al, DISPI_VIRT_WIDTH
        call    dispi_read
        movzx   eax, ax
        ret

; DX = position -> EDI = offset of the cell, EAX = bytes a line. Changes CX.
packed_cell:
        push    dx
        mov     cx, dx
        call    packed_pitch
        movzx   edi, ch
        movzx   edx, word [BDA_FONT_HEIGHT]
        imul    edi, edx
        imul    edi, eax
        movzx   edx, cl
        lea     edi, [edi + edx * 8]
        pop     dx
        ret

; as draw_byte
draw_packed:
        push    ax
        push    dx
        call    read_bank
        pop     dx
        xchg    ax, bp                          ; BP = the bank to come back to
        call    packed_cell
        xchg    eax, edx                        ; EDX = bytes a line
        pop     ax
        call    find_glyph
.line:
        call    select_bank
        push    edi
        lodsb
        mov     ah, al
        mov     bh, 8
.pixel:
        add     ah, ah
        sbb     al, al
        and     al, bl
        stosb
        dec     bh
        jnz     .pixel
        pop     edi
        add     edi, edx
        loop    .line
        mov     cx, bp
        jmp     restore_bank

; as read_byte
read_packed:
        push    dx
        call    read_bank
        pop     dx
        push    ax
        call    packed_cell
        xchg    eax, ebx
        call    glyph_lines
        xor     si, si
.line:
        call    select_bank
        push    di
        mov     dx, 8
.pixel:
        cmp     byte [es:di], 1
        cmc
        rcl     al, 1
        inc     di
        dec     dx
        jnz     .pixel
        pop     di
        mov     [bp + si], al
        inc     si
        add     edi, ebx
        loop    .line
        pop     cx
        jmp     restore_bank

; -> ES:DI = the pixel's byte, AX = the bank to come back to. Changes DX.
packed_pixel:
        call    packed_pitch
        movzx   edi, word [caller_dx]
        imul    edi, eax
        movzx   eax, word [caller_cx]
        add     edi, eax
        call    read_bank
        jmp     select_bank

write_packed_pixel:
        call    packed_pixel
        mov     cl, [caller_al]
        mov     [es:di], cl
        xchg    ax, cx
        jmp     restore_bank

read_packed_pixel:
        call    packed_pixel
        mov     cl, [es:di]
        mov     [caller_al], cl
        xchg    ax, cx
        jmp     restore_bank

; as the movers of scroll.asm
scroll_packed:
        mov     bl, bh
        mov     [bp + window.fill], bx
        call    read_bank
        push    ax
        shl     word [bp + window.width], 3
        push    cx
        call    lines_per_row
        call    packed_pitch
        mov     ebx, eax                        ; EBX = one line on, down or up
        movzx   edi, word [bp + window.top]
        imul    edi, eax
        pop     cx
        movzx   ecx, cl
        lea     edi, [edi + ecx * 8]
        movzx   ecx, word [bp + window.lines]
        movzx   eax, word [bp + window.shift]
        test    eax, eax
        jnz     .some
        mov     eax, ecx
.some:
        mov     esi, eax                        ; new lines; and ESI = from where the others come
        cmp     byte [bp + window.down], 0
        je      .up
        lea     edx, [ecx - 1]
        imul    edx, ebx
        add     edi, edx
        neg     ebx
.up:
        sub     cx, ax
        imul    esi, ebx
        add     esi, edi
        jcxz    .fill
.copy:
        call    copy_packed_line
        add     esi, ebx
        add     edi, ebx
        loop    .copy
.fill:
        mov     cx, ax
.next:
        call    fill_packed_line
        add     edi, ebx
        loop    .next
        pop     cx
        jmp     restore_bank

; ESI -> EDI, the window's width: at once as far as it goes within one bank, else by way of the stack
PIECE           equ 128

copy_packed_line:
        pushad
        sub     sp, PIECE
        movzx   ebx, word [bp + window.width]
.next:
        mov     cx, bx
        mov     dx, si                          ; no farther than the ends of the banks
        call    limit_to_bank
        mov     dx, di
        call    limit_to_bank
        mov     eax, esi
        xor     eax, edi
        shr     eax, 16
        jnz     .two_banks
        call    select_bank
        push    ds
        push    es
        pop     ds
        call    move_dwords
        pop     ds
        jmp     .step
.two_banks:
        cmp     cx, PIECE
        jbe     .piece
        mov     cx, PIECE
.piece:
        xchg    esi, edi
        call    select_bank                     ; ES = the window
        xchg    esi, edi
        mov     dx, di
        mov     ax, sp
        push    ds
        push    es
        pop     ds
        push    ss
        pop     es
        mov     di, ax
        call    move_dwords
        pop     ds
        mov     di, dx
        call    select_bank
        mov     dx, si
        mov     si, sp
        push    ds
        push    ss
        pop     ds
        call    move_dwords
        pop     ds
        mov     si, dx
.step:
        movzx   ecx, cx
        add     esi, ecx
        add     edi, ecx
        sub     bx, cx
        jnz     .next
        add     sp, PIECE
        popad
        ret

; CX bytes, a multiple of four, from DS:SI to ES:DI. Changes nothing.
move_dwords:
        pusha
        shr     cx, 2
        rep movsd
        popa
        ret

; CX = bytes -> not more than there are from DX to the end of its bank
limit_to_bank:
        neg     dx
        jz      .return                         ; at its start: 64 KiB, more than any line
        cmp     cx, dx
        jbe     .return
        mov     cx, dx
.return:
        ret

; EDI: the window's width of its colour
fill_packed_line:
        pushad
        mov     bx, [bp + window.width]
        mov     ax, [bp + window.fill]
.next:
        call    select_bank
        mov     cx, bx
        mov     dx, di
        call    limit_to_bank
        push    cx
        push    edi
        shr     cx, 1
        rep stosw
        pop     edi
        pop     cx
        movzx   edx, cx
        add     edi, edx
        sub     bx, cx
        jnz     .next
        popad
        ret
