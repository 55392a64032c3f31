; VBE function 0Ah: three functions as 32-bit code that programs copy and call (near) in protected mode.
; The code knows no address of its own and needs only ports.

; AL=0Ah: BL = 0 -> ES:DI = table, CX = its length
vbe_protected_mode:
        mov     ax, VBE_FAILED
        cmp     byte [caller_bl], 0
        jne     .return
        mov     word [caller_di], protected_mode_table
        mov     [caller_es], cs
        mov     word [caller_cx], protected_mode_end - protected_mode_table
        mov     ax, VBE_OK
.return:
        ret

        align   4
protected_mode_table:
        dw      pm_set_window - protected_mode_table
        dw      pm_set_display_start - protected_mode_table
        dw      pm_set_palette - protected_mode_table
        dw      .ports - protected_mode_table
.ports: dw      DISPI_INDEX, DISPI_DATA, DISPI_DATA + 1
        dw      DAC_WRITE, DAC_DATA, 3DAh
        dw      0FFFFh                          ; end of the ports
        dw      0FFFFh                          ; no memory

        bits    32
; BL = window 0, BH = 0: set to DX -> AX = status
pm_set_window:
        test    bx, bx
        jnz     .failed
        push    ecx
        push    edx
        mov     ecx, edx
        mov     al, DISPI_BANK
        call    pm_dispi_write
        pop     edx
        pop     ecx
        mov     ax, VBE_OK
        ret
.failed:
        mov     ax, VBE_FAILED
        ret

; DX:CX = start in units of four bytes, BL = 80h: in the retrace -> AX = status
pm_set_display_start:
        pushad
        test    bl, 80h
        jz      .set
        call    pm_wait_for_retrace
.set:
        shl     edx, 16
        mov     dx, cx
        mov     esi, edx
        mov     al, DISPI_BPP
        call    pm_dispi_read
        mov     ebx, eax
        mov     al, DISPI_VIRT_WIDTH
        call    pm_dispi_read
        mov     ecx, eax
        cmp     ebx, 4
        je      .planar
        add     ebx, 7
        shr     ebx, 3                          ; bytes a pixel
        imul    ecx, ebx
        mov     eax, esi
        shl     eax, 2
        jmp     .divide
.planar:
        shr     ecx, 3
        mov     eax, esi
        shl     eax, 2
        xor     ebx, ebx
.divide:
        test    ecx, ecx
        jz      .failed
        xor     edx, edx
        div     ecx                             ; EAX = line, EDX = byte in it
        mov     esi, eax
        mov     eax, edx
        test    ebx, ebx
        jz      .pixels
        xor     edx, edx
        div     ebx
        jmp     .store
.pixels:
        shl     eax, 3
.store:
        mov     ecx, eax
        mov     al, DISPI_X_OFFSET
        call    pm_dispi_write
        mov     ecx, esi
        mov     al, DISPI_Y_OFFSET
        call    pm_dispi_write
        popad
        mov     ax, VBE_OK
        ret
.failed:
        popad
        mov     ax, VBE_FAILED
        ret

; BL = 0, 80h (in the retrace): ECX registers from DX on = blue, green, red, 0 at ES:EDI -> AX = status
pm_set_palette:
        test    bl, 7Fh
        jnz     .failed
        pushad
        test    bl, 80h
        jz      .set
        call    pm_wait_for_retrace
.set:
        movzx   ecx, cx
        mov     al, dl
        mov     dx, DAC_WRITE
        out     dx, al
        inc     edx
        jecxz   .done
.next:
        mov     al, [es:edi + 2]
        out     dx, al
        mov     al, [es:edi + 1]
        out     dx, al
        mov     al, [es:edi]
        out     dx, al
        add     edi, 4
        loop    .next
.done:
        popad
        mov     ax, VBE_OK
        ret
.failed:
        mov     ax, VBE_FAILED
        ret

; Until a vertical retrace begins, but not for ever. Preserves all but EAX.
pm_wait_for_retrace:
        push    ecx
        push    edx
        mov     edx, 3DAh
        mov     ecx, 10000h
.end:
        in      al, dx
        test    al, 8
        loopnz  .end
        mov     ecx, 10000h
.begin:
        in      al, dx
        test    al, 8
        loopz   .begin
        pop     edx
        pop     ecx
        ret

; AL = index, CX = value. Changes EAX, EDX.
pm_dispi_write:
        movzx   eax, al
        mov     edx, DISPI_INDEX
        out     dx, ax
        inc     edx
        mov     eax, ecx
        out     dx, ax
        ret

; AL = index -> EAX = value. Changes EDX.
pm_dispi_read:
        movzx   eax, al
        mov     edx, DISPI_INDEX
        out     dx, ax
        inc     edx
        xor     eax, eax
        in      ax, dx
        ret
protected_mode_end:
        bits    16
