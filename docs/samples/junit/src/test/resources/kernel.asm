; A kernel to test: a Multiboot 1 kernel that says on COM1 when it is ready and then obeys commands from the keyboard or from
; COM1, each a line: help, exit, panic. Built by: nasm -f bin -o kernel.bin kernel.asm
    bits 32
    org 100000h
COM1 equ 3f8h
header:
    dd 1badb002h, 1 << 16, -(1badb002h + (1 << 16))
    dd header, header, 0, 0, start
start:
    mov esp, stack
    mov esi, ready
    call print
command:
    mov bl, 0
.key:
    mov dx, COM1 + 5
    in al, dx
    test al, 1
    jnz .serial
    in al, 64h
    test al, 1
    jz .key
    in al, 60h
    test al, 80h
    jnz .key
    movzx eax, al
    mov al, [keys + eax]
    jmp .got
.serial:
    mov dx, COM1
    in al, dx
.got:
    cmp al, 10
    je .run
    or bl, bl
    jnz .key
    mov bl, al
    jmp .key
.run:
    mov esi, help
    cmp bl, 'h'
    je .print
    cmp bl, 'e'
    je .exit
    cmp bl, 'p'
    je .panic
    mov esi, what
.print:
    call print
    jmp command
.panic:
    mov esi, panic
    call print
    mov al, 1
    out 0f4h, al
.exit:
    mov al, 0
    out 0f4h, al
    cli
    hlt
print:
    lodsb
    or al, al
    jz .done
    mov dx, COM1
    out dx, al
    jmp print
.done:
    ret
ready: db 'init: ready', 10, 0
help: db 'commands: help exit panic', 10, 0
what: db 'what?', 10, 0
panic: db 'panic: asked for', 10, 0
; Scan codes of set 1: as far as Enter and the letters of the commands.
keys:
    db 0, 27, '1234567890-=', 8, 9, 'qwertyuiop[]', 10, 0, 'asdfghjkl', 0, 0, 0, 0, 0, 'zxcvbnm'
    times 128-($-keys) db 0
stack equ 200000h
