; VBE functions that work in a mode: window, line length, display start, DAC (AX=4F05h to 4F09h).

; AL=05h: BH = 0: set window BL to DX (64 KiB units), 1: get DX
vbe_window:
        call    require_vbe_graphics
        jc      .return
        test    byte [BDA_VBE_MODE + 1], VBE_LFB >> 8
        mov     ax, VBE_WRONG_MODE              ; no window beside a linear frame buffer
        jnz     .return
        mov     bx, [caller_bx]
        mov     dx, [caller_dx]
        call    window_position
        cmp     bh, 1
        jne     .return
        mov     [caller_dx], dx
.return:
        ret

; The window function of the ModeInfoBlock: a far call, the same registers, may change AX and DX
window_function:
        push    cx
        call    window_position
        pop     cx
        retf

; BL = window, BH = 0: set to DX, 1: get DX -> AX = status. Changes CX.
window_position:
        test    bl, bl
        jnz     .failed                         ; there is only window A
        cmp     bh, 1
        ja      .failed
        je      .get
        mov     cx, dx
        call    dispi_memory
        cmp     cx, ax
        jae     .failed
        mov     al, DISPI_BANK
        call    dispi_write
        mov     ax, VBE_OK
        ret
.get:
        mov     al, DISPI_BANK
        call    dispi_read
        mov     dx, ax
        mov     ax, VBE_OK
        ret
.failed:
        mov     ax, VBE_FAILED
        ret

; -> carry and AX = status, unless a VBE graphics mode is on
require_vbe_graphics:
        mov     ax, VBE_WRONG_MODE
        cmp     word [BDA_VBE_MODE], 0
        je      .no
        call    vbe_mode_kind
        cmp     al, KIND_TEXT
        mov     ax, VBE_WRONG_MODE
        je      .no
        clc
        ret
.no:
        stc
        ret

; AL=06h: BL = 0: set CX pixels, 2: set CX bytes, 1: get, 3: get the maximum
; -> BX = bytes a line, CX = pixels, DX = lines the memory has room for
vbe_line_length:
        call    require_vbe_graphics
        jc      .return
        movzx   ecx, word [caller_cx]
        mov     bl, [caller_bl]
        cmp     bl, 3
        ja      .failed
        je      .maximum
        cmp     bl, 1
        je      .get
        jb      .set
        call    bits_per_pixel                  ; bytes to pixels
        mov     si, ax
        lea     eax, [ecx * 8]
        movzx   esi, si
        xor     edx, edx
        div     esi
        mov     ecx, eax
.set:
        call    current_width
        cmp     ecx, eax
        jb      .failed
        call    pixels_fit
        jc      .failed
        add     cx, 7
        and     cx, ~7
        mov     al, DISPI_VIRT_WIDTH
        call    dispi_write
.get:
        mov     al, DISPI_VIRT_WIDTH
        call    dispi_read
        movzx   ecx, ax
        call    store_line_length
        mov     ax, VBE_OK
.return:
        ret
.maximum:
        mov     al, DISPI_YRES                  ; as wide as leaves the lines that are shown
        call    dispi_read
        movzx   esi, ax
        call    bits_per_pixel
        movzx   eax, ax
        imul    esi, eax
        call    dispi_memory
        movzx   eax, ax
        shl     eax, 19                         ; in bits
        jnc     .below
        mov     eax, -1
.below:
        xor     edx, edx
        div     esi
        cmp     eax, 0FFF8h
        jbe     .wide
        mov     eax, 0FFF8h
.wide:
        and     eax, ~7
        mov     ecx, eax
        call    store_line_length
        mov     ax, VBE_OK
        ret
.failed:
        mov     ax, VBE_FAILED
        ret

; -> EAX = pixels of the mode's lines. Changes DX.
current_width:
        mov     al, DISPI_XRES
        call    dispi_read
        movzx   eax, ax
        ret

; -> AX = bits a pixel takes in memory, at least 1. Changes DX.
bits_per_pixel:
        mov     al, DISPI_BPP
        call    dispi_read
        cmp     al, 15
        jne     .not_15
        inc     ax
.not_15:
        cmp     al, 4
        jne     .packed
        mov     al, 1                           ; in each plane
.packed:
        test    ax, ax
        jnz     .return
        inc     ax
.return:
        ret

; ECX = pixels a line. Carry: too few lines of it have room. Changes EAX, EDX, ESI.
pixels_fit:
        cmp     ecx, 0FFF8h
        ja      .no
        call    lines_of
        push    ax
        mov     al, DISPI_YRES
        call    dispi_read
        mov     dx, ax
        pop     ax
        cmp     ax, dx
        ret
.no:
        stc
        ret

; ECX = pixels a line -> EAX = lines the memory has room for (at most FFFFh), ESI = bytes a line. Changes EDX.
lines_of:
        call    bits_per_pixel
        movzx   esi, ax
        imul    esi, ecx
        shr     esi, 3
        call    dispi_memory
        movzx   eax, ax
        shl     eax, 16
        push    eax
        call    bits_per_pixel
        cmp     ax, 1
        pop     eax
        jne     .divide
        shr     eax, 2                          ; four planes
.divide:
        test    esi, esi
        jz      .most
        xor     edx, edx
        div     esi
        cmp     eax, 0FFFFh
        jbe     .return
.most:
        mov     eax, 0FFFFh
.return:
        ret

; ECX = pixels a line -> the caller's BX, CX, DX. Changes EAX, EDX, ESI.
store_line_length:
        call    lines_of
        mov     [caller_bx], si
        mov     [caller_cx], cx
        mov     [caller_dx], ax
        ret

; AL=07h: BL = 0, 80h (in the retrace): set CX = first pixel, DX = first line; 1: get
vbe_display_start:
        call    require_vbe_graphics
        jc      .return
        mov     bl, [caller_bl]
        cmp     bl, 1
        je      .get
        test    bl, 7Fh
        jnz     .failed
        test    bl, 80h
        jz      .set
        call    wait_for_retrace
.set:
        mov     cx, [caller_cx]
        mov     al, DISPI_X_OFFSET
        call    dispi_write
        mov     cx, [caller_dx]
        mov     al, DISPI_Y_OFFSET
        call    dispi_write
        mov     ax, VBE_OK
.return:
        ret
.get:
        mov     byte [caller_bh], 0
        mov     al, DISPI_X_OFFSET
        call    dispi_read
        mov     [caller_cx], ax
        mov     al, DISPI_Y_OFFSET
        call    dispi_read
        mov     [caller_dx], ax
        mov     ax, VBE_OK
        ret
.failed:
        mov     ax, VBE_FAILED
        ret

; Until a vertical retrace begins, but not for ever. Changes AX, CX, DX.
wait_for_retrace:
        mov     dx, [BDA_CRTC]
        add     dl, 6
        xor     cx, cx
.end:
        in      al, dx
        test    al, 8
        loopnz  .end
        xor     cx, cx
.begin:
        in      al, dx
        test    al, 8
        loopz   .begin
        ret

; AL=08h: BL = 0: set BH bits a colour, 1: get BH
vbe_dac_width:
        call    require_vbe_graphics
        jc      .return
        call    bits_per_pixel
        cmp     al, 8
        mov     ax, VBE_WRONG_MODE
        ja      .return
        mov     al, DISPI_ENABLE
        call    dispi_read
        mov     cx, ax
        mov     bx, [caller_bx]
        cmp     bl, 1
        ja      .failed
        je      .get
        cmp     bh, 6
        jb      .failed
        and     cx, ~DISPI_8BIT_DAC
        cmp     bh, 8
        jb      .write
        or      cx, DISPI_8BIT_DAC
.write:
        or      cx, DISPI_NO_CLEAR
        mov     al, DISPI_ENABLE
        call    dispi_write
.get:
        mov     bh, 6
        test    cx, DISPI_8BIT_DAC
        jz      .store
        mov     bh, 8
.store:
        mov     [caller_bh], bh
        mov     ax, VBE_OK
.return:
        ret
.failed:
        mov     ax, VBE_FAILED
        ret

; AL=09h: BL = 0, 80h (in the retrace): set, 1: get; DX = first register, CX = count,
; ES:DI = blue, green, red, 0 of each
vbe_palette:
        mov     bl, [caller_bl]
        cmp     bl, 80h
        jne     .no_wait
        call    wait_for_retrace
        mov     bl, 0
.no_wait:
        cmp     bl, 1
        ja      .failed
        mov     cx, [caller_cx]
        mov     ax, [caller_dx]
        cmp     ax, 0FFh
        ja      .failed
        mov     di, [caller_di]
        jcxz    .done
        cmp     bl, 0
        jne     .get
        call    write_dac_from
        mov     dx, DAC_DATA
.set:
        mov     al, [es:di + 2]
        out     dx, al
        mov     al, [es:di + 1]
        out     dx, al
        mov     al, [es:di]
        out     dx, al
        add     di, 4
        loop    .set
        jmp     .done
.get:
        call    read_dac_from
        mov     dx, DAC_DATA
.read:
        in      al, dx
        mov     [es:di + 2], al
        in      al, dx
        mov     [es:di + 1], al
        in      al, dx
        mov     ah, 0
        mov     [es:di], al
        mov     [es:di + 3], ah
        add     di, 4
        loop    .read
.done:
        mov     ax, VBE_OK
        ret
.failed:
        mov     ax, VBE_NOT_HERE                ; secondary palettes
        ret
