; VESA BIOS extension 3.0 on the Bochs DISPI interface: dispatch, information, mode set (AX=4F00h to 4F04h).

VBE_OK          equ 004Fh
VBE_FAILED      equ 014Fh
VBE_NOT_HERE    equ 024Fh                       ; not supported by the hardware
VBE_WRONG_MODE  equ 034Fh                       ; invalid in the current mode
VBE_LFB         equ 4000h                       ; bits of a mode number
VBE_NO_CLEAR    equ 8000h

; Each function returns its status in AX. No DISPI interface: no VBE, as without this file.
vbe_service:
        call    dispi_present
        jc      .return
        movzx   si, byte [caller_al]
        cmp     si, LAST_VBE
        ja      .unknown
        add     si, si
        call    [cs:si + .functions]
        mov     [caller_ax], ax
.return:
        ret
.unknown:
        mov     word [caller_ax], VBE_FAILED
        ret
.functions:
        dw      vbe_information, vbe_mode_information, vbe_set_mode, vbe_get_mode, vbe_state
        dw      vbe_window, vbe_line_length, vbe_display_start, vbe_dac_width, vbe_palette, vbe_protected_mode
LAST_VBE        equ ($ - .functions) / 2 - 1

; Carry: there is no DISPI interface. Changes AX, DX.
dispi_present:
        mov     al, DISPI_ID
        call    dispi_read
        and     al, 0F0h
        cmp     ax, 0B0C0h
        je      .yes
        stc
.yes:
        ret

; -> AX = video memory in 64 KiB. Changes DX.
dispi_memory:
        mov     al, DISPI_MEMORY
        call    dispi_read
        test    ax, ax
        jz      .old
        cmp     ax, 1000h
        jbe     .return
.old:
        mov     ax, 4 * 16                      ; before B0C4: 4 MiB
.return:
        ret

; AL=00h: ES:DI = VbeInfoBlock
vbe_information:
        mov     di, [caller_di]
        mov     eax, "VESA"
        stosd
        mov     ax, 300h                        ; version
        stosw
        mov     ax, vbe_vendor
        call    .pointer
        mov     eax, 1                          ; the DAC can be switched to 8 bits
        stosd
        lea     ax, [di + 22h - 0Eh]            ; mode list in the reserved area
        stosw
        mov     ax, es
        stosw
        call    dispi_memory
        stosw
        mov     ax, 1                           ; software revision
        stosw
        mov     ax, vbe_vendor
        call    .pointer
        mov     ax, vbe_product
        call    .pointer
        mov     ax, vbe_revision
        call    .pointer
        mov     si, vbe_modes
.mode:
        call    vbe_mode_fits
        jc      .next
        mov     ax, [cs:si + vbe_mode.number]
        stosw
.next:
        add     si, vbe_mode_size
        cmp     si, vbe_modes_end
        jb      .mode
        mov     ax, 0FFFFh
        stosw
        mov     ax, VBE_OK
        ret
.pointer:
        stosw
        mov     ax, cs
        stosw
        ret

vbe_vendor:     db "ring0", 0
vbe_product:    db "ring0 VGA", 0
vbe_revision:   db "1.0", 0

; AL=02h: BX = mode; bit 14: linear frame buffer, bit 15: keep the memory
vbe_set_mode:
        mov     bx, [caller_bx]
        mov     ax, bx
        and     ax, 1FFh
        cmp     ax, 100h
        jae     .vbe
        shr     bh, 7                           ; a standard mode
        ror     bh, 1
        or      al, bh
        call    standard_mode
        jmp     .status
.vbe:
        call    find_vbe_mode
        jc      .status
        call    enter_vbe_mode
        clc
.status:
        mov     ax, VBE_OK
        jnc     .return
        mov     ax, VBE_FAILED
.return:
        ret

; AL=03h -> BX = mode
vbe_get_mode:
        mov     ax, [BDA_VBE_MODE]
        test    ax, ax
        jnz     .store
        mov     al, [BDA_MODE]
.store:
        mov     [caller_bx], ax
        mov     ax, VBE_OK
        ret

; AL=04h: DL = 0: BX = 64-byte blocks for CX; 1: save to ES:BX; 2: restore from ES:BX
vbe_state:
        mov     cx, [caller_cx]
        and     cx, STATE_HARDWARE | STATE_BDA | STATE_DAC | STATE_DISPI
        mov     al, [caller_dl]
        cmp     al, 2
        ja      .failed
        call    save_restore_parts
        mov     ax, VBE_OK
        ret
.failed:
        mov     ax, VBE_FAILED
        ret
