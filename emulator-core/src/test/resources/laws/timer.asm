; A busy loop of many kinds of instructions under a timer whose handler logs where it has struck. Loaded and entered at 10000h in flat
; 32-bit protected mode, with interrupts off; vector 40h is the timer, port 20h takes the acknowledgement. Ends with HLT.
    cpu 686
    bits 32
    org 0x10000
idt     equ 0x8000
log     equ 0x40000
STRIKES equ 600

    mov esp, 0x30000
    mov eax, handler
    mov word [idt + 0x40 * 8], ax
    mov word [idt + 0x40 * 8 + 2], 8
    shr eax, 16
    mov word [idt + 0x40 * 8 + 4], 0x8e00
    mov word [idt + 0x40 * 8 + 6], ax
    lidt [idt_pointer]
    mov dword [strike], 0
    xor eax, eax
    out 0x20, al
    sti
again:
    mov ecx, 7
inner:
    lea eax, [ecx * 4 + esi]
    imul eax, eax, 77
    xor [0x9000 + ecx * 4], eax
    adc ebx, eax
    rol ebx, cl
    push ebx
    call leaf
    pop edx
    cmp edx, ebx
    jb .skip
    inc esi
.skip:
    dec ecx
    jnz inner
    mov edi, 0xa000
    mov ecx, 9
    rep stosb
    mov eax, esi
    xor edx, edx
    mov ecx, 10
    div ecx
    pushfd
    cli                             ; no strike from here
    add ebp, eax
    mov [0xaffe], ebp               ; across pages
    popfd                           ; to here
    mov ax, ss
    mov ss, ax                      ; nor behind this
    bswap ebp
    cli
    sti                             ; nor this
    xchg ebp, eax
    test byte [strike], 31
    jnz patched
    inc byte [patched + 1]          ; now and then the page is rewritten
patched:
    mov al, 0
    cmp dword [strike], STRIKES
    jb again
    cli
    hlt

leaf:
    xchg eax, [0x9100]
    sahf
    setc al
    ret

handler:
    push eax
    push ecx
    mov ecx, [strike]
    mov eax, [esp + 8]
    mov [log + ecx * 4], eax
    inc dword [strike]
    mov al, 0x20
    out 0x20, al
    pop ecx
    pop eax
    iretd

strike: dd 0
idt_pointer:
    dw 0x7ff
    dd idt
