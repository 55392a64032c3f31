; An unmasked x87 exception with CR0.NE clear: FERR#, IRQ 13, port F0h, IGNNE#. Runs at F000:0000, results at 502h.
; nasm -f bin -o irq13.bin irq13.asm
bits 16
org 0
    cli
    xor ax, ax
    mov ds, ax
    mov ss, ax
    mov sp, 7000h
    mov word [75h * 4], handler
    mov word [75h * 4 + 2], 0f000h
    mov al, 11h
    out 20h, al
    out 0a0h, al
    mov al, 08h
    out 21h, al
    mov al, 70h
    out 0a1h, al
    mov al, 4
    out 21h, al
    mov al, 2
    out 0a1h, al
    mov al, 1
    out 21h, al
    out 0a1h, al
    mov al, 0fbh
    out 21h, al
    mov al, 0dfh
    out 0a1h, al
    fninit
    mov word [500h], 37bh       ; divide by zero unmasked
    fldcw [500h]
    sti
    fld1
    fldz
    fdivp
    mov byte [503h], 1          ; the error is reported later,
next:
    fld1                        ; before this instruction
    mov byte [503h], 2
    fninit
    cli
    hlt

handler:
    push ax
    push bp
    mov bp, sp
    inc byte [502h]
    mov al, [503h]
    mov [504h], al              ; 1: between the two instructions
    mov ax, [bp + 4]
    sub ax, next
    mov [506h], ax              ; 0: the instruction is still to come
    out 0f0h, al
    fnop                        ; goes through: IGNNE#
    fnstsw [508h]
    fnclex
    mov al, 20h
    out 0a0h, al
    out 20h, al
    pop bp
    pop ax
    iret
