; Texts of the BIOS: on the screen through INT 10h, and on the debug port 402h.

; Writes the text that follows the call to the debug port. Keeps all registers but the flags.
log_inline:
        push    bp
        mov     bp, sp
        xchg    si, [bp + 2]
        push    ax
        push    dx
        mov     dx, DEBUG_PORT
.next:  cs lodsb
        test    al, al
        jz      .done
        out     dx, al
        jmp     .next
.done:  pop     dx
        pop     ax
        xchg    si, [bp + 2]
        pop     bp
        ret

; Writes the text that follows the call to the screen and the debug port. Keeps all registers but the flags.
print_inline:
        push    bp
        mov     bp, sp
        xchg    si, [bp + 2]
        push    ax
.next:  cs lodsb
        test    al, al
        jz      .done
        call    print_char
        jmp     .next
.done:  pop     ax
        xchg    si, [bp + 2]
        pop     bp
        ret

; Writes AL to the screen and the debug port.
print_char:
        pushad
        mov     dx, DEBUG_PORT
        cmp     al, 13
        je      .screen
        out     dx, al
.screen:
        mov     ah, 0x0E
        mov     bx, 0x0007
        int     0x10
        popad
        ret

; Writes EAX in decimal.
print_decimal:
        pushad
        mov     ebx, 10
        xor     cx, cx
.divide:
        xor     edx, edx
        div     ebx
        push    dx
        inc     cx
        test    eax, eax
        jnz     .divide
.digit: pop     ax
        add     al, '0'
        call    print_char
        loop    .digit
        popad
        ret

; Jumps to the handler of function AL in the table CS:SI, or to the handler of all others. Loses SI and CX.
dispatch:
        push    bx
        mov     bx, [cs:si]
        movzx   cx, byte [cs:si + 2]
        add     si, 3
.next:  cmp     al, [cs:si]
        je      .found
        add     si, 3
        loop    .next
        jmp     .go
.found: mov     bx, [cs:si + 1]
.go:    mov     si, bx
        pop     bx
        jmp     si
