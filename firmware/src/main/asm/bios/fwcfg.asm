; The firmware configuration device of virtual machines at 510h (QEMU, docs/specs/fw_cfg): what the machine's owner asks for,
; and files of tables.

FW_CFG_SELECTOR equ     0x510
FW_CFG_DATA     equ     0x511
FW_CFG_BOOT_MENU equ    0x0E
FW_CFG_DIRECTORY equ    0x19

; AX = key: selects it. DX = the data port.
fw_cfg_select:
        mov     dx, FW_CFG_SELECTOR
        out     dx, ax
        inc     dx
        ret

; Carry: the machine has no such device.
fw_cfg_present:
        push    ax
        push    bx
        push    dx
        xor     ax, ax                  ; the signature
        call    fw_cfg_select
        mov     bx, .signature
.next:  in      al, dx
        cmp     al, [cs:bx]
        jne     .absent
        inc     bx
        cmp     bx, .signature + 4
        jb      .next
        clc
        jmp     .done
.absent:
        stc
.done:  pop     dx
        pop     bx
        pop     ax
        ret
.signature:
        db      "QEMU"

; AX = key of a word: AX = its value, 0 when the machine has no such device.
fw_cfg_word:
        call    fw_cfg_present
        jc      .absent
        push    dx
        call    fw_cfg_select
        in      al, dx
        mov     ah, al
        in      al, dx
        xchg    al, ah
        pop     dx
        ret
.absent:
        xor     ax, ax
        ret

; The following work on linear addresses: DS = ES = 0, limits of 4 GiB.

; ESI = name of a file: AX = its key, ECX = its size. Carry: there is none. Keeps the other registers.
fw_cfg_find:
        push    ebx
        push    edx
        push    edi
        mov     ax, FW_CFG_DIRECTORY
        call    fw_cfg_select
        mov     edi, LOADER_ENTRY
        mov     ecx, 4
        a32 rep insb
        mov     ebx, [dword LOADER_ENTRY]
        bswap   ebx                     ; how many there are
.next:  sub     ebx, 1
        jc      .done
        mov     edi, LOADER_ENTRY
        mov     ecx, 64
        a32 rep insb
        mov     edi, LOADER_ENTRY + 8
        call    same_name
        jne     .next
        mov     ecx, [dword LOADER_ENTRY]
        bswap   ecx
        mov     ax, [dword LOADER_ENTRY + 4]
        xchg    al, ah
        clc
.done:  pop     edi
        pop     edx
        pop     ebx
        ret

; AX = key, EDI = target, ECX = bytes: reads a file from its beginning. Keeps all registers but DX.
fw_cfg_read:
        call    fw_cfg_select
        push    ecx
        push    edi
        a32 rep insb
        pop     edi
        pop     ecx
        ret

; Whether the names at ESI and EDI, of at most 56 bytes, are the same: zero flag. Loses EDI and AL.
same_name:
        push    esi
        push    ecx
        mov     ecx, LOADER_NAME
.next:  mov     al, [esi]
        cmp     al, [edi]
        jne     .done
        test    al, al
        jz      .done
        inc     esi
        inc     edi
        a32 loop .next
        xor     al, al
.done:  pop     ecx
        pop     esi
        ret
