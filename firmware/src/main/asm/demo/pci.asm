; The devices on PCI bus 0.

print_pci:
        mov     ax, 0B101h                      ; PCI BIOS: is it there?
        xor     edi, edi
        int     1Ah
        jc      .none
        cmp     edx, 20494350h                  ; "PCI "
        jne     .none
        xor     bx, bx                          ; BL = device and function
.next:
        mov     al, 0
        call    pci_read
        cmp     ax, 0FFFFh
        je      .absent
        call    print_pci_device
        test    bl, 7
        jnz     .step
        mov     al, 0Ch                         ; more functions?
        call    pci_read
        test    eax, 800000h
        jnz     .step
.absent:
        test    bl, 7
        jnz     .step
        add     bl, 8
        jmp     .more
.step:
        inc     bl
.more:
        test    bl, bl
        jnz     .next
        ret
.none:
        say     "no PCI", 10
        ret

; BL = device and function, AL = register -> EAX
pci_read:
        push    dx
        movzx   eax, al
        mov     ah, bl
        or      eax, 80000000h
        mov     dx, 0CF8h
        out     dx, eax
        mov     dx, 0CFCh
        in      eax, dx
        pop     dx
        ret

; EAX = vendor and device, BL = device and function
print_pci_device:
        mov     ecx, eax
        mov     al, bl
        shr     al, 3
        call    print_hex8
        mov     al, '.'
        call    print_char
        mov     al, bl
        and     al, 7
        call    print_hex4
        say     " "
        mov     ax, cx
        call    print_hex16
        mov     al, ':'
        call    print_char
        mov     eax, ecx
        shr     eax, 16
        call    print_hex16
        say     "  "
        mov     al, 8
        call    pci_read
        shr     eax, 16                         ; class and subclass
        mov     si, .classes
.class:
        cmp     word [si], 0
        je      .found
        cmp     ax, [si]
        je      .found
        add     si, 2
.skip:
        cmp     byte [si], 0
        lea     si, [si + 1]
        jne     .skip
        jmp     .class
.found:
        add     si, 2
        call    print
        jmp     new_line
.classes:
        dw      600h
        db      "host bridge", 0
        dw      601h
        db      "ISA bridge", 0
        dw      604h
        db      "PCI bridge", 0
        dw      680h
        db      "power management", 0
        dw      101h
        db      "IDE controller", 0
        dw      106h
        db      "SATA controller", 0
        dw      200h
        db      "network", 0
        dw      300h
        db      "VGA", 0
        dw      0C03h
        db      "USB controller", 0
        dw      0
        db      "device", 0
