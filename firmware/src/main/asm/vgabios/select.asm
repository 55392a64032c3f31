; Alternate select (AH=12h): BL = function. A function that is there answers AL = 12h.

alternate_select:
        movzx   si, byte [caller_bl]
        cmp     si, 10h
        je      .information
        sub     si, 30h
        jb      .return                         ; 20h: our print screen (the BIOS') has nothing to select
        cmp     si, 6
        ja      .return
        mov     al, [caller_al]
        add     si, si
        call    [cs:si + .functions]
        jc      .return
        mov     byte [caller_al], 12h
.return:
        ret
.functions:
        dw      select_scan_lines, select_palette_loading, select_addressing, select_grey_summing
        dw      select_cursor_emulation, select_display, select_refresh

; BL=10h -> BH = 1: monochrome, BL = 3: 256 KiB, CH = feature bits, CL = switches
.information:
        mov     bx, 3
        cmp     byte [BDA_CRTC], 0B4h
        jne     .colour
        mov     bh, 1
.colour:
        mov     [caller_bx], bx
        mov     al, [BDA_SWITCHES]
        mov     ah, al
        shr     ah, 4
        and     al, 0Fh
        mov     [caller_cx], ax
        ret

; Each of these: AL = argument; carry: not accepted

; BL=30h: AL = 0: 200, 1: 350, 2: 400 lines in the text modes, from the next mode set on
select_scan_lines:
        cmp     al, 2
        ja      refused
        mov     bx, FLAGS_400_LINES << 8 | 9
        je      .store
        mov     bx, FLAGS_200_LINES << 8 | 8
        cmp     al, 1
        jb      .store
        mov     bx, 9
.store:
        mov     al, [BDA_FLAGS]
        and     al, ~(FLAGS_200_LINES | FLAGS_400_LINES)
        or      al, bh
        mov     [BDA_FLAGS], al
        mov     al, [BDA_SWITCHES]
        and     al, 0F0h
        or      al, bl
        mov     [BDA_SWITCHES], al
        clc
        ret

refused:
        stc
        ret

; BL=31h: AL = 0: mode sets load the colours, 1: they do not
select_palette_loading:
        mov     bh, FLAGS_NO_PALETTE_LOAD
        mov     si, BDA_FLAGS
        jmp     select_flag

; BL=33h: AL = 0: colours are turned into greys, 1: not
select_grey_summing:
        xor     al, 1
        mov     bh, FLAGS_GREY_SUMMING
        mov     si, BDA_FLAGS
        jmp     select_flag

; BL=34h: AL = 0: the cursor's shape is scaled to the font, 1: not
select_cursor_emulation:
        mov     bh, CONTROL_NO_CURSOR_EMULATION
        mov     si, BDA_CONTROL

; Bit BH of byte [SI] = bit 0 of AL
select_flag:
        cmp     al, 1
        ja      refused
        not     bh
        and     [si], bh
        not     bh
        neg     al                              ; 0 or FFh
        and     al, bh
        or      [si], al
        clc
        ret

; BL=32h: AL = 0: the video memory and ports answer, 1: they do not
select_addressing:
        cmp     al, 1
        ja      refused
        mov     bl, al
        mov     dx, MISC_READ
        in      al, dx
        or      al, 2
        add     bl, bl
        xor     al, bl
        mov     dx, MISC_WRITE
        out     dx, al
        clc
        ret

; BL=35h: switch between displays: there is one
select_display:
        jmp     refused

; BL=36h: AL = 0: the picture is on, 1: off
select_refresh:
        cmp     al, 1
        ja      refused
        mov     bl, al
        shl     bl, 5
        mov     dx, SEQ
        mov     al, 1
        out     dx, al
        inc     dx
        in      al, dx
        and     al, ~SEQ_SCREEN_OFF
        or      al, bl
        out     dx, al
        clc
        ret
