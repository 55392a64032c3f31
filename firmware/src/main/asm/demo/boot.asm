; The boot sector: loads the rest of the program behind itself.

start:
        jmp     0:.here
.here:
        cli
        xor     ax, ax
        mov     ds, ax
        mov     es, ax
        mov     ss, ax
        mov     sp, STACK_TOP
        sti
        cld
        mov     di, variables                   ; cleared
        mov     cx, (serial_buffer - variables) / 2
        rep stosw
        mov     [boot_drive], dl
        mov     bx, 7E00h
        mov     cx, 2                           ; cylinder 0, sector 2
        mov     dh, 0
        mov     si, (program_end - start - 512 + 511) / 512
.track:
        mov     ax, SECTORS + 1                 ; the rest of the track, or of the program
        sub     al, cl
        cmp     ax, si
        jbe     .read
        mov     ax, si
.read:
        mov     bp, 3                           ; tries
.try:
        push    ax
        mov     ah, 2
        mov     dl, [boot_drive]
        int     13h
        pop     ax
        jnc     .loaded
        push    ax
        mov     ah, 0
        int     13h
        pop     ax
        dec     bp
        jnz     .try
        mov     si, .error
.message:
        lodsb
        test    al, al
        jz      .stop
        mov     ah, 0Eh
        mov     bx, 7
        int     10h
        jmp     .message
.stop:
        hlt
        jmp     .stop
.loaded:
        sub     si, ax
        jz      main
        shl     ax, 9
        add     bx, ax
        mov     cl, 1
        xor     dh, 1
        jnz     .track
        inc     ch
        jmp     .track
.error: db      "The demo disk cannot be read.", 13, 10, 0

        times   510 - ($ - $$) db 0
        dw      0AA55h
