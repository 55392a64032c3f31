; The firmware configuration device of virtual machines at 510h (QEMU, docs/specs/fw_cfg): what the machine's owner asks for.

FW_CFG_SELECTOR equ     0x510
FW_CFG_DATA     equ     0x511
FW_CFG_BOOT_MENU equ    0x0E

; AX = key of a word: AX = its value, 0 when the machine has no such device.
fw_cfg_word:
        push    bx
        push    dx
        push    ax
        xor     ax, ax                  ; the signature
        call    .select
        mov     bx, .signature
.next:  in      al, dx
        cmp     al, [cs:bx]
        jne     .absent
        inc     bx
        cmp     bx, .signature + 4
        jb      .next
        pop     ax
        call    .select
        in      al, dx
        mov     ah, al
        in      al, dx
        xchg    al, ah
        jmp     .done
.absent:
        pop     ax
        xor     ax, ax
.done:  pop     dx
        pop     bx
        ret
.select:
        mov     dx, FW_CFG_SELECTOR
        out     dx, ax
        inc     dx
        ret
.signature:
        db      "QEMU"
