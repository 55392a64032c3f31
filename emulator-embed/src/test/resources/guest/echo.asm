; A boot sector that greets on COM1 and on the screen, sends back what it gets on COM1 or from the keyboard, counts what it
; has got in a word at 0500h, and leaves by the debug-exit port at a 'q'.
    bits 16
    org 7c00h
start:
    xor ax, ax
    mov ds, ax
    mov es, ax
    mov ss, ax
    mov sp, 7c00h
    mov word [500h], 0
    mov si, greeting
.next:
    lodsb
    or al, al
    jz wait_input
    call put
    jmp .next
wait_input:
    sti
    mov dx, 3fdh
    in al, dx
    test al, 1
    jz .keyboard
    mov dx, 3f8h
    in al, dx
    jmp got
.keyboard:
    mov ah, 1
    int 16h
    jz wait_input
    mov ah, 0
    int 16h
got:
    inc word [500h]
    cmp al, 'q'
    je quit
    cmp al, 'h'
    je hypercall
    call put
    cmp al, 13
    jne wait_input
    mov al, 10
    call put
    jmp wait_input
hypercall:
    mov ebx, 1234h
    mov eax, 7
    mov dx, 5230h
    out dx, eax
    mov [504h], eax
    jmp wait_input
quit:
    mov al, 0
    out 0f4h, al
    jmp quit
put:
    push ax
    mov dx, 3f8h
    out dx, al
    mov ah, 0eh
    mov bx, 7
    int 10h
    pop ax
    ret
greeting: db 'echo: ready', 13, 10, 0
    times 510-($-$$) db 0
    dw 0aa55h
