; IBM's video parameter table: 29 entries of 64 bytes, in IBM's order (programs find it through the
; save pointer at 40:A8). One entry: columns, last row, character height, page size;
; SR1-4; miscellaneous output; CRTC 0-18h; attribute controller 0-13h; graphics controller 0-8.

PARAM_COLUMNS   equ 0
PARAM_LAST_ROW  equ 1
PARAM_HEIGHT    equ 2
PARAM_PAGE_SIZE equ 3
PARAM_SEQ       equ 5
PARAM_MISC      equ 9
PARAM_CRTC      equ 0Ah
PARAM_ATTR      equ 23h
PARAM_GFX       equ 37h

ENTRY_350_LINES equ 13h                         ; modes 0 to 3
NO_MODE         equ 0FFh

mode_kinds:
        db      KIND_TEXT, KIND_TEXT, KIND_TEXT, KIND_TEXT, KIND_CGA4, KIND_CGA4, KIND_CGA2, KIND_TEXT
        db      NO_MODE, NO_MODE, NO_MODE, NO_MODE, NO_MODE, KIND_PLANAR, KIND_PLANAR, KIND_PLANAR
        db      KIND_PLANAR, KIND_PLANAR, KIND_PLANAR, KIND_BYTE

; which entry a mode uses on 400 lines
mode_entries:
        db      17h, 17h, 18h, 18h, 4, 5, 6, 19h, 0, 0, 0, 0, 0, 0Dh, 0Eh, 11h, 12h, 1Ah, 1Bh, 1Ch

cga_mode_values:
        db      2Ch, 28h, 2Dh, 29h, 2Ah, 2Eh, 1Eh, 29h

%macro shape 4                                  ; columns, rows, character height, page size
        db      %1, %2 - 1, %3
        dw      %4
%endmacro
%define attr_ega        0, 1, 2, 3, 4, 5, 14h, 7, 38h, 39h, 3Ah, 3Bh, 3Ch, 3Dh, 3Eh, 3Fh
%define attr_cga        0, 1, 2, 3, 4, 5, 6, 7, 10h, 11h, 12h, 13h, 14h, 15h, 16h, 17h
%define attr_mono       0, 8, 8, 8, 8, 8, 8, 8, 10h, 18h, 18h, 18h, 18h, 18h, 18h, 18h
%define attr_cga4       0, 13h, 15h, 17h, 2, 4, 6, 7, 10h, 11h, 12h, 13h, 14h, 15h, 16h, 17h
%define attr_one(v)     0, v, v, v, v, v, v, v, v, v, v, v, v, v, v, v
%define attr_byte       0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0Ah, 0Bh, 0Ch, 0Dh, 0Eh, 0Fh
%define gfx_text        0, 0, 0, 0, 0, 10h, 0Eh, 0, 0FFh
%define gfx_mono        0, 0, 0, 0, 0, 10h, 0Ah, 0, 0FFh
%define gfx_planar      0, 0, 0, 0, 0, 0, 5, 0Fh, 0FFh

%macro text40 8                                 ; height, SR1, misc, CRTC 9-0Bh, 10h-12h as a list, CRTC 15h-16h
        shape   40, 25, %1, 800h
        db      %2, 3, 0, 2, %3
        db      2Dh, 27h, 28h, 90h, 2Bh, 0A0h, 0BFh, 1Fh, 0, %4, %5, %6, 0, 0, 0, 0
        db      %7, 14h, 1Fh, %8, 0A3h, 0FFh
%endmacro
%macro text80 9                                 ; the same for 80 columns, and CRTC 14h
        shape   80, 25, %1, 1000h
        db      %2, 3, 0, 2, %3
        db      5Fh, 4Fh, 50h, 82h, 55h, 81h, 0BFh, 1Fh, 0, %4, %5, %6, 0, 0, 0, 0
        db      %7, 28h, %9, %8, 0A3h, 0FFh
%endmacro
%define lines200        9Ch, 8Eh, 8Fh
%define lines350        83h, 85h, 5Dh
%define lines400        9Ch, 8Eh, 8Fh

mode_parameter_table:
        ; 00h-03h: modes 0 to 3, 200 lines
%rep 2
        text40  8, 9, 63h, 0C7h, 6, 7, {lines200}, {96h, 0B9h}
        db      attr_cga, 8, 0, 0Fh, 0, gfx_text
%endrep
%rep 2
        text80  8, 1, 63h, 0C7h, 6, 7, {lines200}, {96h, 0B9h}, 1Fh
        db      attr_cga, 8, 0, 0Fh, 0, gfx_text
%endrep
        ; 04h, 05h: 320x200, four colours
%rep 2
        shape   40, 25, 8, 4000h
        db      9, 3, 0, 2, 63h
        db      2Dh, 27h, 28h, 90h, 2Bh, 80h, 0BFh, 1Fh, 0, 0C1h, 0, 0, 0, 0, 0, 0
        db      lines200, 14h, 0, 96h, 0B9h, 0A2h, 0FFh
        db      attr_cga4, 1, 0, 3, 0
        db      0, 0, 0, 0, 0, 30h, 0Fh, 0, 0FFh
%endrep
        ; 06h: 640x200, two colours
        shape   80, 25, 8, 4000h
        db      1, 1, 0, 6, 63h
        db      5Fh, 4Fh, 50h, 82h, 54h, 80h, 0BFh, 1Fh, 0, 0C1h, 0, 0, 0, 0, 0, 0
        db      lines200, 28h, 0, 96h, 0B9h, 0C2h, 0FFh
        db      attr_one(17h), 1, 0, 1, 0
        db      0, 0, 0, 0, 0, 0, 0Dh, 0, 0FFh
        ; 07h: monochrome text, 350 lines
        text80  14, 0, 0A6h, 4Dh, 0Bh, 0Ch, {lines350}, {63h, 0BAh}, 0Dh
        db      attr_mono, 0Eh, 0, 0Fh, 8, gfx_mono
        ; 08h-0Ch: no modes
        times   5 * 64 db 0
        ; 0Dh: 320x200, 16 colours
        shape   40, 25, 8, 2000h
        db      9, 0Fh, 0, 6, 63h
        db      2Dh, 27h, 28h, 90h, 2Bh, 80h, 0BFh, 1Fh, 0, 0C0h, 0, 0, 0, 0, 0, 0
        db      lines200, 14h, 0, 96h, 0B9h, 0E3h, 0FFh
        db      attr_cga, 1, 0, 0Fh, 0, gfx_planar
        ; 0Eh: 640x200, 16 colours
        shape   80, 25, 8, 4000h
        db      1, 0Fh, 0, 6, 63h
        db      5Fh, 4Fh, 50h, 82h, 54h, 80h, 0BFh, 1Fh, 0, 0C0h, 0, 0, 0, 0, 0, 0
        db      lines200, 28h, 0, 96h, 0B9h, 0E3h, 0FFh
        db      attr_cga, 1, 0, 0Fh, 0, gfx_planar
        ; 0Fh-12h: 640x350, monochrome and 16 colours; first as on an EGA with 64 KiB, then with more
%rep 2
        shape   80, 25, 14, 8000h
        db      1, 0Fh, 0, 6, 0A2h
        db      5Fh, 4Fh, 50h, 82h, 54h, 80h, 0BFh, 1Fh, 0, 40h, 0, 0, 0, 0, 0, 0
        db      lines350, 28h, 0Fh, 63h, 0BAh, 0E3h, 0FFh
        db      0, 8, 0, 0, 18h, 18h, 0, 0, 0, 8, 0, 0, 0, 18h, 0, 0, 0Bh, 0, 5, 0
        db      0, 0, 0, 0, 0, 0, 5, 5, 0FFh
        shape   80, 25, 14, 8000h
        db      1, 0Fh, 0, 6, 0A3h
        db      5Fh, 4Fh, 50h, 82h, 54h, 80h, 0BFh, 1Fh, 0, 40h, 0, 0, 0, 0, 0, 0
        db      lines350, 28h, 0Fh, 63h, 0BAh, 0E3h, 0FFh
        db      attr_ega, 1, 0, 0Fh, 0, gfx_planar
%endrep
        ; 13h-16h: modes 0 to 3, 350 lines
%rep 2
        text40  14, 9, 0A3h, 4Dh, 0Bh, 0Ch, {lines350}, {63h, 0BAh}
        db      attr_ega, 8, 0, 0Fh, 0, gfx_text
%endrep
%rep 2
        text80  14, 1, 0A3h, 4Dh, 0Bh, 0Ch, {lines350}, {63h, 0BAh}, 1Fh
        db      attr_ega, 8, 0, 0Fh, 0, gfx_text
%endrep
        ; 17h-19h: text, 400 lines, nine dots a character: modes 0 and 1, 2 and 3, 7
        text40  16, 8, 67h, 4Fh, 0Dh, 0Eh, {lines400}, {96h, 0B9h}
        db      attr_ega, 0Ch, 0, 0Fh, 8, gfx_text
        text80  16, 0, 67h, 4Fh, 0Dh, 0Eh, {lines400}, {96h, 0B9h}, 1Fh
        db      attr_ega, 0Ch, 0, 0Fh, 8, gfx_text
        text80  16, 0, 66h, 4Fh, 0Dh, 0Eh, {lines400}, {96h, 0B9h}, 0Fh
        db      attr_mono, 0Eh, 0, 0Fh, 8, gfx_mono
        ; 1Ah: mode 11h, 640x480, two colours
        shape   80, 30, 16, 0A000h
        db      1, 0Fh, 0, 6, 0E3h
        db      5Fh, 4Fh, 50h, 82h, 54h, 80h, 0Bh, 3Eh, 0, 40h, 0, 0, 0, 0, 0, 0
        db      0EAh, 8Ch, 0DFh, 28h, 0, 0E7h, 4, 0C3h, 0FFh
        db      attr_one(3Fh), 1, 0, 0Fh, 0
        db      0, 0, 0, 0, 0, 0, 5, 1, 0FFh
        ; 1Bh: mode 12h, 640x480, 16 colours
        shape   80, 30, 16, 0A000h
        db      1, 0Fh, 0, 6, 0E3h
        db      5Fh, 4Fh, 50h, 82h, 54h, 80h, 0Bh, 3Eh, 0, 40h, 0, 0, 0, 0, 0, 0
        db      0EAh, 8Ch, 0DFh, 28h, 0, 0E7h, 4, 0E3h, 0FFh
        db      attr_ega, 1, 0, 0Fh, 0, gfx_planar
        ; 1Ch: mode 13h, 320x200, 256 colours
        shape   40, 25, 8, 2000h
        db      1, 0Fh, 0, 0Eh, 63h
        db      5Fh, 4Fh, 50h, 82h, 54h, 80h, 0BFh, 1Fh, 0, 41h, 0, 0, 0, 0, 0, 0
        db      lines400, 28h, 40h, 96h, 0B9h, 0A3h, 0FFh
        db      attr_byte, 41h, 0, 0Fh, 0
        db      0, 0, 0, 0, 0, 40h, 5, 0Fh, 0FFh

%if $ - mode_parameter_table != 29 * 64
%error "the video parameter table must have 29 entries of 64 bytes"
%endif

save_pointer_table:
        dw      mode_parameter_table, 0C000h
        dd      0                               ; no dynamic save area
        dd      0, 0                            ; no fonts instead of the ROM's
        dw      secondary_save_pointer_table, 0C000h
        dd      0, 0

secondary_save_pointer_table:
        dw      1Ah
        dw      display_combination_table, 0C000h
        dd      0, 0                            ; no second font, no palette profile
        dd      0, 0, 0
