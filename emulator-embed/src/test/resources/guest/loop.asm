; A boot sector that works for ever: a checksum over what a counter makes, in a loop long enough to be translated; the call
; goes to another page.
    bits 16
    org 7c00h
    xor ax, ax
    mov ds, ax
    mov ss, ax
    mov sp, 7c00h
    mov si, far_code
    mov di, 9000h
    mov es, ax
    mov cx, far_end - far_code
    cld
    rep movsb
    xor ebx, ebx
    xor ecx, ecx
again:
    inc ecx
    mov eax, ecx
    imul eax, eax, 2654435761
    mov bp, 9000h
    call bp
    jmp again
far_code:
    xor ebx, eax
    rol ebx, 5
    ret
far_end:
    times 510-($-$$) db 0
    dw 0aa55h
