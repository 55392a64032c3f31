; The VBE modes: the list, what function 01h says about each, and how they are set.

struc vbe_mode
.number:        resw 1
.width:         resw 1                          ; pixels, in text modes characters
.height:        resw 1
.bpp:           resb 1
.model:         resb 1
endstruc

MODEL_TEXT      equ 0
MODEL_PLANAR    equ 3
MODEL_PACKED    equ 4
MODEL_DIRECT    equ 6

%macro text_mode 3
        dw      %1, %2, %3
        db      4, MODEL_TEXT
%endmacro
%macro planar_mode 3
        dw      %1, %2, %3
        db      4, MODEL_PLANAR
%endmacro
%macro packed_mode 3
        dw      %1, %2, %3
        db      8, MODEL_PACKED
%endmacro
%macro direct_mode 4
        dw      %1, %2, %3
        db      %4, MODEL_DIRECT
%endmacro

; 100h to 11Bh are VESA's numbers; the others agree with what is usual on this adapter
vbe_modes:
        packed_mode 100h, 640, 400
        packed_mode 101h, 640, 480
        planar_mode 102h, 800, 600
        packed_mode 103h, 800, 600
        planar_mode 104h, 1024, 768
        packed_mode 105h, 1024, 768
        planar_mode 106h, 1280, 1024
        packed_mode 107h, 1280, 1024
        text_mode   108h, 80, 60
        text_mode   109h, 132, 25
        text_mode   10Ah, 132, 43
        text_mode   10Bh, 132, 50
        text_mode   10Ch, 132, 60
        direct_mode 10Dh, 320, 200, 15
        direct_mode 10Eh, 320, 200, 16
        direct_mode 10Fh, 320, 200, 24
        direct_mode 110h, 640, 480, 15
        direct_mode 111h, 640, 480, 16
        direct_mode 112h, 640, 480, 24
        direct_mode 113h, 800, 600, 15
        direct_mode 114h, 800, 600, 16
        direct_mode 115h, 800, 600, 24
        direct_mode 116h, 1024, 768, 15
        direct_mode 117h, 1024, 768, 16
        direct_mode 118h, 1024, 768, 24
        direct_mode 119h, 1280, 1024, 15
        direct_mode 11Ah, 1280, 1024, 16
        direct_mode 11Bh, 1280, 1024, 24
        packed_mode 11Ch, 1600, 1200
        direct_mode 11Dh, 1600, 1200, 15
        direct_mode 11Eh, 1600, 1200, 16
        direct_mode 11Fh, 1600, 1200, 24
        direct_mode 140h, 320, 200, 32
        direct_mode 141h, 640, 400, 32
        direct_mode 142h, 640, 480, 32
        direct_mode 143h, 800, 600, 32
        direct_mode 144h, 1024, 768, 32
        direct_mode 145h, 1280, 1024, 32
        packed_mode 146h, 320, 200
        direct_mode 147h, 1600, 1200, 32
        packed_mode 148h, 1152, 864
        direct_mode 149h, 1152, 864, 15
        direct_mode 14Ah, 1152, 864, 16
        direct_mode 14Bh, 1152, 864, 24
        direct_mode 14Ch, 1152, 864, 32
        direct_mode 18Dh, 1280, 720, 16
        direct_mode 18Eh, 1280, 720, 24
        direct_mode 18Fh, 1280, 720, 32
        direct_mode 190h, 1920, 1080, 16
        direct_mode 191h, 1920, 1080, 24
        direct_mode 192h, 1920, 1080, 32
vbe_modes_end:

; what 40:49 says in a VBE mode: a manufacturer's number, out of the way of IBM's
VBE_BDA_MODE    equ 20h

; AX = mode number -> CS:SI = its row. Carry: none, or too little memory. Changes nothing else.
find_vbe_mode:
        mov     si, vbe_modes
.next:
        cmp     ax, [cs:si + vbe_mode.number]
        je      vbe_mode_fits
        add     si, vbe_mode_size
        cmp     si, vbe_modes_end
        jb      .next
        stc
        ret

; CS:SI = row. Carry: too little memory. Changes nothing.
vbe_mode_fits:
        push    eax
        push    ecx
        push    edx
        cmp     byte [cs:si + vbe_mode.model], MODEL_TEXT
        je      .return                         ; equal: carry is clear
        call    vbe_bytes_per_line
        movzx   ecx, ax
        movzx   eax, word [cs:si + vbe_mode.height]
        imul    ecx, eax
        cmp     byte [cs:si + vbe_mode.model], MODEL_PLANAR
        jne     .compare
        shl     ecx, 2
.compare:
        call    dispi_memory
        movzx   eax, ax
        shl     eax, 16
        cmp     eax, ecx
.return:
        pop     edx
        pop     ecx
        pop     eax
        ret

; CS:SI = row -> AX = bytes a line. Changes DX.
vbe_bytes_per_line:
        mov     ax, [cs:si + vbe_mode.width]
        cmp     byte [cs:si + vbe_mode.model], MODEL_PLANAR
        jb      .text
        je      .planar
        movzx   dx, byte [cs:si + vbe_mode.bpp]
        add     dx, 7                           ; 15 bits take 16
        shr     dx, 3
        mul     dx
        ret
.text:
        add     ax, ax
        ret
.planar:
        shr     ax, 3
        ret

; -> AL = KIND_... of the VBE mode that is set. Changes nothing else.
vbe_mode_kind:
        push    si
        push    ax
        mov     ax, [BDA_VBE_MODE]
        and     ax, 1FFh
        mov     si, vbe_modes
.next:
        cmp     ax, [cs:si + vbe_mode.number]
        je      .found
        add     si, vbe_mode_size
        cmp     si, vbe_modes_end
        jb      .next
.other:
        pop     ax
        mov     al, KIND_OTHER
        pop     si
        ret
.found:
        cmp     byte [cs:si + vbe_mode.model], MODEL_TEXT
        je      .text
        cmp     byte [cs:si + vbe_mode.model], MODEL_PACKED
        je      .packed
        cmp     ax, 102h                        ; the only planar one within 64 KiB
        jne     .other
        pop     ax
        mov     al, KIND_PLANAR
        pop     si
        ret
.text:
        pop     ax
        mov     al, KIND_TEXT
        pop     si
        ret
.packed:
        pop     ax
        mov     al, KIND_PACKED
        pop     si
        ret

; BX = mode with its flags, CS:SI = row
enter_vbe_mode:
        call    dispi_disable
        cmp     byte [cs:si + vbe_mode.model], MODEL_TEXT
        je      enter_vbe_text
        push    bx
        push    si
        mov     bl, 12h                         ; a standard mode with the same kind of memory
        cmp     byte [cs:si + vbe_mode.model], MODEL_PLANAR
        je      .standard
        mov     bl, 13h
.standard:
        call    mode_parameters
        call    load_registers
        call    load_default_dac
        pop     si
        pop     bx
        call    enable_dispi
        call    set_vbe_variables
        jmp     screen_on

; BX = mode with its flags, CS:SI = row. Changes AX, CX, DX.
enable_dispi:
        mov     cx, [cs:si + vbe_mode.width]
        mov     al, DISPI_XRES
        call    dispi_write
        mov     cx, [cs:si + vbe_mode.height]
        mov     al, DISPI_YRES
        call    dispi_write
        movzx   cx, byte [cs:si + vbe_mode.bpp]
        mov     al, DISPI_BPP
        call    dispi_write
        mov     cx, DISPI_ENABLED
        test    bh, VBE_LFB >> 8
        jz      .window
        or      cl, DISPI_LFB
.window:
        test    bh, VBE_NO_CLEAR >> 8
        jz      .clear
        or      cl, DISPI_NO_CLEAR
.clear:
        mov     al, DISPI_ENABLE
        call    dispi_write
        xor     cx, cx
        mov     al, DISPI_BANK
        jmp     dispi_write

; BX = mode with its flags, CS:SI = row. Changes AX, BX, CX, DX, DI.
set_vbe_variables:
        mov     word [BDA_FONT_HEIGHT], 16
        mov     word [VEC_FONT], font16
        mov     [VEC_FONT + 2], cs
        mov     ax, [cs:si + vbe_mode.height]
        shr     ax, 4
        dec     ax
        mov     [BDA_LAST_ROW], al
        mov     ax, [cs:si + vbe_mode.width]
        shr     ax, 3
        mov     [BDA_COLUMNS], ax
        mul     word [cs:si + vbe_mode.height]
        mov     [BDA_PAGE_SIZE], ax
        call    reset_pages
        mov     [BDA_CURSOR_SHAPE], ax          ; 0
set_vbe_number:
        and     byte [BDA_CONTROL], ~(CONTROL_NO_CLEAR | CONTROL_MONO)
        mov     al, bh
        and     al, CONTROL_NO_CLEAR
        or      [BDA_CONTROL], al
        and     bh, ~20h
        mov     [BDA_VBE_MODE], bx
        mov     ax, si
        sub     ax, vbe_modes
        shr     ax, 3
        add     al, VBE_BDA_MODE
        mov     [BDA_MODE], al
        ret

; BX = mode with its flags, CS:SI = row
enter_vbe_text:
        push    si
        push    bx
        mov     cx, [cs:si + vbe_mode.width]
        mov     dx, [cs:si + vbe_mode.height]
        mov     bl, 3
        call    enter_large_text
        pop     bx
        pop     si
        jmp     set_vbe_number

; BL = 3, BH = flags of the mode, CL = columns, DL = rows: mode 3 with parameters that are made on the stack
enter_large_text:
        sub     sp, 64
        mov     di, sp
        push    cx
        push    dx
        les     si, [BDA_SAVE_POINTER]
        les     si, [es:si]
        add     si, 18h * 64                    ; mode 3, 400 lines
        cmp     dl, 43
        jne     .copy
        sub     si, (18h - ENTRY_350_LINES - 3) * 64
.copy:
        push    ds
        push    es
        pop     ds
        push    ss
        pop     es
        push    di
        mov     cx, 32
        rep movsw
        pop     si
        pop     ds
        pop     dx
        pop     cx
        mov     [es:si + PARAM_COLUMNS], cl
        mov     ax, dx
        dec     ax
        mov     [es:si + PARAM_LAST_ROW], al
        cmp     dl, 25
        je      .columns
        mov     byte [es:si + PARAM_HEIGHT], 8
        mov     byte [es:si + PARAM_CRTC + 9], 47h
.columns:
        mov     al, cl
        mul     dl
        add     ax, ax
        add     ax, 7FFh
        and     ax, ~7FFh
        mov     [es:si + PARAM_PAGE_SIZE], ax
        cmp     dl, 60
        jne     .width
        mov     di, .lines480
        call    patch_parameters
.width:
        cmp     cl, 132
        jne     .enter
        mov     di, .columns132
        call    patch_parameters
.enter:
        and     bh, 80h
        or      bh, bl
        call    enter_mode
        add     sp, 64
        ret

; place and value of what mode 12h has different from mode 3
.lines480:
        db      PARAM_MISC, 0E7h, PARAM_CRTC + 6, 0Bh, PARAM_CRTC + 7, 3Eh, PARAM_CRTC + 10h, 0EAh
        db      PARAM_CRTC + 11h, 8Ch, PARAM_CRTC + 12h, 0DFh, PARAM_CRTC + 15h, 0E7h, PARAM_CRTC + 16h, 4, 0
.columns132:
        db      PARAM_CRTC, 9Fh, PARAM_CRTC + 1, 83h, PARAM_CRTC + 2, 84h, PARAM_CRTC + 3, 82h
        db      PARAM_CRTC + 4, 8Ah, PARAM_CRTC + 5, 9Eh, PARAM_CRTC + 13h, 42h, 0

; CS:DI = pairs of place and value up to a 0, ES:SI = parameters. Changes AX, DI.
patch_parameters:
        push    bx
.next:
        movzx   bx, byte [cs:di]
        test    bx, bx
        jz      .return
        mov     al, [cs:di + 1]
        mov     [es:si + bx], al
        add     di, 2
        jmp     .next
.return:
        pop     bx
        ret
