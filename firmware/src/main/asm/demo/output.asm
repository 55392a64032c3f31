; Characters, words and numbers, to wherever [put] leads. All routines preserve the registers they do
; not return something in.

; The text behind the call, up to a 0
print_here:
        push    bp
        mov     bp, sp
        push    si
        mov     si, [bp + 2]
        call    print
        mov     [bp + 2], si
        pop     si
        pop     bp
        ret

; SI = text, ends with 0 -> SI behind it
print:
        push    ax
.next:
        lodsb
        test    al, al
        jz      .end
        call    [put]
        jmp     .next
.end:
        pop     ax
        ret

; AL = character
print_char:
        call    [put]
        ret

; SI = word, ends with 0 -> SI behind it; on a new line if it does not fit, with a space behind it
print_word:
        push    ax
        push    cx
        mov     cx, si
.length:
        lodsb
        test    al, al
        jnz     .length
        xchg    cx, si
        sub     cx, si
        dec     cx
        add     cx, [column]
        cmp     cx, [right]
        jbe     .fits
        call    new_line
.fits:
        call    print
        mov     al, ' '
        call    [put]
        pop     cx
        pop     ax
        ret

new_line:
        push    ax
        mov     al, 10
        call    [put]
        pop     ax
        ret

; Spaces up to column AX of the window
tab_to:
        push    ax
        push    cx
        mov     cx, ax
        add     cx, [left]
.next:
        cmp     [column], cx
        jae     .end
        mov     al, ' '
        call    [put]
        jmp     .next
.end:
        pop     cx
        pop     ax
        ret

; EAX in decimal
print_decimal:
        push    eax
        push    ebx
        push    cx
        push    edx
        mov     ebx, 10
        xor     cx, cx
.digit:
        xor     edx, edx
        div     ebx
        push    dx
        inc     cx
        test    eax, eax
        jnz     .digit
.print:
        pop     ax
        add     al, '0'
        call    [put]
        loop    .print
        pop     edx
        pop     cx
        pop     ebx
        pop     eax
        ret

; AL in decimal, two digits
print_two_digits:
        push    ax
        aam
        add     ax, "00"
        xchg    al, ah
        call    [put]
        mov     al, ah
        call    [put]
        pop     ax
        ret

; AL as two decimal digits in BCD
print_bcd:
; AL in hexadecimal
print_hex8:
        push    ax
        shr     al, 4
        call    print_hex4
        pop     ax
        ; fall through

; The low digit of AL
print_hex4:
        push    ax
        and     al, 0Fh
        cmp     al, 10
        sbb     al, 69h
        das
        call    [put]
        pop     ax
        ret

; AX in hexadecimal
print_hex16:
        xchg    al, ah
        call    print_hex8
        xchg    al, ah
        jmp     print_hex8

; EAX in hexadecimal
print_hex32:
        ror     eax, 16
        call    print_hex16
        ror     eax, 16
        jmp     print_hex16
