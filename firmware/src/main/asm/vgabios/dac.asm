; The 256 colour registers: AX=1010h to 101Bh, and what a mode set loads into them.

; DH, CH, CL = red, green, blue: into the next register of the DAC, as grey if that is switched on.
; Changes AX.
put_colour:
        test    byte [BDA_FLAGS], FLAGS_GREY_SUMMING
        jz      put_raw_colour
        call    grey_of_colour
put_raw_colour:
        push    dx
        mov     al, dh
        mov     dx, DAC_DATA
        out     dx, al
        mov     al, ch
        out     dx, al
        mov     al, cl
        out     dx, al
        pop     dx
        ret

; -> DH, CH, CL = the next register of the DAC
get_colour:
        push    ax
        mov     ah, dl
        mov     dx, DAC_DATA
        in      al, dx
        mov     cl, al                          ; red, for a moment
        in      al, dx
        mov     ch, al
        in      al, dx
        mov     dh, cl
        mov     dl, ah
        mov     cl, al
        pop     ax
        ret

; DH, CH, CL -> all three = 30 % red + 59 % green + 11 % blue. Changes AX.
grey_of_colour:
        push    bx
        mov     al, 77
        mul     dh
        mov     bx, ax
        mov     al, 151
        mul     ch
        add     bx, ax
        mov     al, 28
        mul     cl
        add     bx, ax
        add     bx, 80h
        mov     dh, bh
        mov     ch, bh
        mov     cl, bh
        pop     bx
        ret

; AL = first register to write, read. Changes DX.
write_dac_from:
        mov     dx, DAC_WRITE
        out     dx, al
        ret
read_dac_from:
        mov     dx, DAC_READ
        out     dx, al
        ret

; AL=10h: BX = register; DH, CH, CL = colour
set_dac_register:
        mov     al, [caller_bl]
        call    write_dac_from
        mov     cx, [caller_cx]
        mov     dh, [caller_dh]
        jmp     put_colour

; AL=12h: BX = first register, CX = count, ES:DX = red, green, blue of each
set_dac_block:
        mov     al, [caller_bl]
        call    write_dac_from
        mov     si, [caller_dx]
        mov     bx, [caller_cx]
        test    bx, bx
        jz      .return
.next:
        mov     dh, [es:si]
        mov     ch, [es:si + 1]
        mov     cl, [es:si + 2]
        add     si, 3
        call    put_colour
        dec     bx
        jnz     .next
.return:
        ret

; AL=13h: BL = 0: BH = paging, 0: four pages of 64, 1: sixteen of 16; BL = 1: BH = page
select_dac_page:
        mov     al, 10h
        call    read_attribute
        mov     bl, [caller_bl]
        mov     bh, [caller_bh]
        cmp     bl, 1
        ja      .return
        je      .page
        and     al, 7Fh
        shl     bh, 7
        or      al, bh
        mov     ah, al
        mov     al, 10h
        jmp     write_attribute
.page:
        test    al, 80h
        jnz     .sixteen
        shl     bh, 2
.sixteen:
        mov     ah, bh
        and     ah, 0Fh
        mov     al, 14h
        jmp     write_attribute
.return:
        ret

; AL=1Ah -> BL = paging, BH = page
get_dac_page:
        mov     al, 14h
        call    read_attribute
        mov     bh, al
        and     bh, 0Fh
        mov     al, 10h
        call    read_attribute
        shr     al, 7
        mov     bl, al
        jnz     .sixteen
        shr     bh, 2
.sixteen:
        mov     [caller_bx], bx
        ret

; AL=15h: BX = register -> DH, CH, CL = colour
get_dac_register:
        mov     al, [caller_bl]
        call    read_dac_from
        call    get_colour
        mov     [caller_dh], dh
        mov     [caller_cx], cx
        ret

; AL=17h: BX = first register, CX = count, ES:DX = room for red, green, blue of each
get_dac_block:
        mov     al, [caller_bl]
        call    read_dac_from
        mov     di, [caller_dx]
        mov     bx, [caller_cx]
        mov     dx, DAC_DATA
        test    bx, bx
        jz      .return
.next:
        mov     cx, 3
.component:
        in      al, dx
        stosb
        loop    .component
        dec     bx
        jnz     .next
.return:
        ret

; AL=18h: BL = mask
set_pel_mask:
        mov     al, [caller_bl]
        mov     dx, PEL_MASK
        out     dx, al
        ret

; AL=19h -> BL = mask
get_pel_mask:
        mov     dx, PEL_MASK
        in      al, dx
        mov     [caller_bl], al
        ret

; AL=1Bh: BX = first register, CX = count
sum_to_grey:
        mov     bl, [caller_bl]
        mov     di, [caller_cx]
        ; fall through

; BL = first register, DI = count. Changes AX, BL, CX, DX, DI.
grey_registers:
        test    di, di
        jz      .return
.next:
        mov     al, bl
        call    read_dac_from
        call    get_colour
        call    grey_of_colour
        mov     al, bl
        push    dx
        call    write_dac_from
        pop     dx
        call    put_raw_colour
        inc     bl
        dec     di
        jnz     .next
.return:
        ret

; BL = mode: load its colours, unless a program switched that off. Changes AX, CX, DX, DI.
load_default_dac:
        test    byte [BDA_FLAGS], FLAGS_NO_PALETTE_LOAD
        jnz     .return
        push    bx
        mov     bh, 0
        mov     di, bx
        movzx   di, byte [cs:di + .loaders]
        cmp     bl, 3
        ja      .load
        test    byte [BDA_FLAGS], FLAGS_200_LINES
        jz      .load
        mov     di, DAC_CGA                     ; 200-line text has the CGA's palette registers
.load:
        mov     al, 0
        call    write_dac_from
        xor     bx, bx
.next:
        call    [cs:di + .colours]
        call    put_colour
        inc     bl
        jz      .end
        cmp     bl, 64
        jne     .next
        cmp     di, DAC_VGA
        je      .next
.end:
        pop     bx
.return:
        ret
DAC_EGA         equ 0
DAC_CGA         equ 2
DAC_MONO        equ 4
DAC_VGA         equ 6
.loaders:
        db      DAC_EGA, DAC_EGA, DAC_EGA, DAC_EGA, DAC_CGA, DAC_CGA, DAC_CGA, DAC_MONO, 0, 0, 0, 0, 0
        db      DAC_CGA, DAC_CGA, DAC_MONO, DAC_EGA, DAC_EGA, DAC_EGA, DAC_VGA
.colours:
        dw      ega_colour, cga_colour, mono_colour, vga_colour

; Each of these: BX = 0 to 63 (255) -> DH, CH, CL = its colour. May change AX and DL.

; Bits 2-0: red, green, blue with two thirds, 5-3: with one third
ega_colour:
        mov     dl, bl
        call    .component
        mov     cl, al
        call    .component
        mov     ch, al
        call    .component
        mov     dh, al
        ret
.component:
        mov     al, 0
        test    dl, 1
        jz      .third
        mov     al, 2Ah
.third:
        test    dl, 8
        jz      .return
        add     al, 15h
.return:
        shr     dl, 1
        ret

; Bits 2-0: red, green, blue; 4: intensity; dark yellow is brown
cga_colour:
        mov     al, bl
        and     al, 17h
        cmp     al, 6
        je      .brown
        mov     dl, bl
        shr     dl, 1
        sbb     cl, cl
        shr     dl, 1
        sbb     ch, ch
        shr     dl, 1
        sbb     dh, dh
        and     dh, 2Ah
        and     cx, 2A2Ah
        test    bl, 10h
        jz      .return
        add     dh, 15h
        add     cx, 1515h
.return:
        ret
.brown:
        mov     dh, 2Ah
        mov     cx, 1500h
        ret

; Bit 3: on, bit 4: bright
mono_colour:
        mov     al, 0
        test    bl, 8
        jz      .store
        mov     al, 2Ah
        test    bl, 10h
        jz      .store
        mov     al, 3Fh
.store:
        mov     dh, al
        mov     ch, al
        mov     cl, al
        ret

; 16 CGA colours, 16 greys, 24 hues in three saturations of three intensities, black
vga_colour:
        cmp     bl, 10h
        jb      .cga
        cmp     bl, 20h
        jb      .grey
        cmp     bl, 20h + 216
        jae     .black
        mov     al, bl
        sub     al, 20h
        mov     ah, 0
        mov     cl, 24
        div     cl                              ; AL = group, AH = hue
        mov     dl, ah
        call    .component                      ; red
        mov     dh, cl
        push    dx
        sub     dl, 8
        jnc     .green
        add     dl, 24
.green:
        call    .component
        mov     ch, cl
        sub     dl, 8
        jnc     .blue
        add     dl, 24
.blue:
        call    .component
        pop     dx
        ret
; AL = group, DL = place in the circle of hues -> CL = strength
.component:
        push    bx
        push    ax
        movzx   bx, dl
        mov     bl, [cs:bx + .circle]
        mov     ah, 5
        mul     ah
        add     bx, ax
        mov     cl, [cs:bx + .strengths]
        pop     ax
        pop     bx
        ret
.cga:
        push    bx
        test    bl, 8
        jz      .dark
        add     bl, 8                           ; bit 3 to bit 4
.dark:
        call    cga_colour
        pop     bx
        ret
.grey:
        mov     al, [cs:bx + .greys - 10h]
        jmp     mono_colour.store
.black:
        mov     al, 0
        jmp     mono_colour.store
.circle:
        db      0, 1, 2, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4, 3, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0
.strengths:
        db      0, 10h, 1Fh, 2Fh, 3Fh, 1Fh, 27h, 2Fh, 37h, 3Fh, 2Dh, 31h, 36h, 3Ah, 3Fh
        db      0, 7, 0Eh, 15h, 1Ch, 0Eh, 11h, 15h, 18h, 1Ch, 14h, 16h, 18h, 1Ah, 1Ch
        db      0, 4, 8, 0Ch, 10h, 8, 0Ah, 0Ch, 0Eh, 10h, 0Bh, 0Ch, 0Dh, 0Fh, 10h
.greys:
        db      0, 5, 8, 0Bh, 0Eh, 11h, 14h, 18h, 1Ch, 20h, 24h, 28h, 2Dh, 32h, 38h, 3Fh
