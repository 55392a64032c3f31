; Power-on initialization and the INT 10h dispatcher.

; Called once by the system BIOS, far. Changes no register.
initialize:
        pushad
        push    ds
        push    es
        xor     ax, ax
        mov     ds, ax
        mov     eax, [VEC_VIDEO]
        mov     [VEC_OLD_VIDEO], eax
        mov     word [VEC_VIDEO], int10
        mov     [VEC_VIDEO + 2], cs
        mov     word [VEC_FONT_UPPER], font8 + 128 * 8
        mov     [VEC_FONT_UPPER + 2], cs
        mov     word [BDA_SAVE_POINTER], save_pointer_table
        mov     [BDA_SAVE_POINTER + 2], cs
        mov     al, [BDA_EQUIPMENT]
        and     al, ~30h
        or      al, 20h                         ; 80x25 colour
        mov     [BDA_EQUIPMENT], al
        mov     byte [BDA_CONTROL], CONTROL_256K
        mov     byte [BDA_SWITCHES], 0F9h       ; feature bits F, switches: colour, enhanced
        mov     byte [BDA_FLAGS], FLAGS_VGA_ACTIVE | FLAGS_400_LINES | FLAGS_SWITCH_ENABLED
        mov     byte [BDA_DCC_INDEX], DCC_VGA_COLOUR
        mov     word [BDA_VBE_MODE], 0
        mov     dx, MISC_READ                   ; colour addresses, memory on: the mode set needs them
        in      al, dx
        or      al, 3
        mov     dx, MISC_WRITE
        out     dx, al
        mov     al, 3
        call    standard_mode
        pop     es
        pop     ds
        popad
        retf

; Every service runs with SS:BP -> struc frame, DS = 0, CS = this ROM, direction up, interrupts on,
; and may change any other register. It returns results by writing to the frame.
int10:
        cld
        sti
        pushad
        push    ds
        push    es
        mov     bp, sp
        xor     si, si
        mov     ds, si
        cmp     ah, 4Fh
        je      .vbe
        cmp     ah, LAST_SERVICE
        ja      .return
        movzx   si, ah
        add     si, si
        call    [cs:si + services]
.return:
        pop     es
        pop     ds
        popad
        iret
.vbe:
        call    vbe_service
        jmp     .return

no_service:
        ret

services:
        dw      set_mode                        ; 00h
        dw      set_cursor_shape                ; 01h
        dw      set_cursor                      ; 02h
        dw      get_cursor                      ; 03h
        dw      no_light_pen                    ; 04h
        dw      select_page                     ; 05h
        dw      scroll_up                       ; 06h
        dw      scroll_down                     ; 07h
        dw      read_character                  ; 08h
        dw      write_character_attribute       ; 09h
        dw      write_character                 ; 0Ah
        dw      set_cga_palette                 ; 0Bh
        dw      write_pixel                     ; 0Ch
        dw      read_pixel                      ; 0Dh
        dw      teletype                        ; 0Eh
        dw      get_mode                        ; 0Fh
        dw      palette_service                 ; 10h
        dw      font_service                    ; 11h
        dw      alternate_select                ; 12h
        dw      write_string                    ; 13h
        times   1Ah - 14h dw no_service
        dw      display_combination             ; 1Ah
        dw      functionality                   ; 1Bh
        dw      save_restore                    ; 1Ch
LAST_SERVICE    equ ($ - services) / 2 - 1

; AH=04h: AH = 0, the light pen is not triggered
no_light_pen:
        mov     byte [caller_ah], 0
        ret
