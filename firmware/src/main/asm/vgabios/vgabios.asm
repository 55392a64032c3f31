; The ring0 VGA BIOS: a video option ROM for a standard VGA with the Bochs DISPI extension
; (PCI 1234:1111). Services: firmware/VGABIOS.md. Assemble: firmware/build.sh.
;
; Facts: IBM PS/2 and PC BIOS Interface Technical Reference (1991), IBM PS/2 Hardware Interface
; Technical Reference: Video Subsystem (1992), VESA BIOS Extension Core Functions 3.0 (1998).

        cpu     686
        bits    16
        org     0

%include "equates.inc"

ROM_BLOCKS      equ 64                          ; of 512 bytes

; --- option ROM header --------------------------------------------------------
        db      55h, 0AAh, ROM_BLOCKS
        jmp     near initialize                 ; offset 3: called by the system BIOS
        times   18h - ($ - $$) db 0
        dw      pci_data
        dw      0                               ; no Plug and Play header
        times   1Eh - ($ - $$) db 0
        db      "IBM VGA compatible: ring0 VGA BIOS", 0
        db      "Letters from Spleen, (c) 2018-2020 Frederic Cambus, BSD-2-Clause", 0

        align   4
pci_data:                                       ; PCI Firmware Specification 3.0, 5.1.2
        db      "PCIR"
        dw      1234h, 1111h                    ; vendor, device
        dw      0                               ; no vital product data
        dw      18h                             ; length of this structure
        db      0                               ; revision
        db      0, 0, 3                         ; class: VGA compatible controller
        dw      ROM_BLOCKS
        dw      1                               ; revision of the code
        db      0                               ; x86
        db      80h                             ; last image
        dw      0

%include "entry.asm"
%include "modeset.asm"
%include "modetables.asm"
%include "registers.asm"
%include "cursor.asm"
%include "scroll.asm"
%include "character.asm"
%include "glyph.asm"
%include "teletype.asm"
%include "pixel.asm"
%include "palette.asm"
%include "dac.asm"
%include "font.asm"
%include "select.asm"
%include "state.asm"
%include "information.asm"
%include "vbe.asm"
%include "vbemodes.asm"
%include "vbeinfo.asm"
%include "vbewindow.asm"
%include "vbetext.asm"
%include "vbeprotected.asm"
%include "fontrows.inc"

; --- fonts, code page 437 ------------------------------------------------------
%define FIRST_ROW       0
%define LAST_ROW        7
font8:
%include "font8.inc"
%define LAST_ROW        15
font16:
%include "font16.inc"
%define FIRST_ROW       1
%define LAST_ROW        14
font14:
%include "font16.inc"

; build.sh sets the last byte so that all bytes add up to 0
        times   ROM_BLOCKS * 512 - ($ - $$) db 0
