; The ring0 system BIOS: 64 KiB, mapped below 1 MiB (F000:0000) and below 4 GiB.
; The files hold one subject each; this one gives the fixed entry points that software knows by address
; (IBM PC/AT Technical Reference, "BIOS listing"; the same addresses as in every compatible BIOS).

%include "common.inc"

        bits    16
        org     0

%include "reset.asm"
%include "post.asm"
%include "ivt.asm"
%include "console.asm"
%include "delay.asm"
%include "pcisetup.asm"
%include "pcibios.asm"
%include "optionrom.asm"
%include "memory.asm"
%include "system.asm"
%include "apm.asm"
%include "clock.asm"
%include "keyboard.asm"
%include "modifiers.asm"
%include "keyleds.asm"
%include "keyservice.asm"
%include "keytables.asm"
%include "kbc.asm"
%include "mouse.asm"
%include "ports.asm"
%include "int13.asm"
%include "fdc.asm"
%include "floppy.asm"
%include "floppymedia.asm"
%include "ata.asm"
%include "atadetect.asm"
%include "disk.asm"
%include "edd.asm"
%include "atapi.asm"
%include "cdrom.asm"
%include "eltorito.asm"
%include "emulation.asm"
%include "boot.asm"
%include "fwcfg.asm"
%include "tableloader.asm"
%include "mptable.asm"
%include "mtrr.asm"
%include "bios32.asm"

code_end:

; Room for tables that the table loader wants below 1 MiB.
        align   16, db 0
f_segment_zone:
F_SEGMENT_ZONE_END equ  0xE000

; ---- fixed entry points ---------------------------------------------------------------------------------------------
        AT      0xE05B
        jmp     post
        AT      0xE2C3
        jmp     int02
        AT      0xE3FE
        jmp     int13
        AT      0xE6F2
        jmp     int19
        AT      0xE6F5
%include "config.asm"
        AT      0xE739
        jmp     int14
        AT      0xE82E
        jmp     int16
        AT      0xE987
        jmp     int09
        AT      0xEC59
        jmp     int13
        AT      0xEF57
        jmp     int0e
        AT      0xEFC7
diskette_parameters:                    ; INT 1Eh: 1.44 MiB
        db      0xDF                    ; step rate 3 ms, head unload 240 ms
        db      0x02                    ; head load 4 ms, DMA
        db      37                      ; ticks until the motor stops
        db      2                       ; 512 bytes a sector
        db      18                      ; sectors a track
        db      0x1B                    ; gap
        db      0xFF
        db      0x6C                    ; gap for format
        db      0xF6                    ; fill byte
        db      15                      ; head settle, ms
        db      8                       ; motor start, 1/8 s
        AT      0xEFD2
        jmp     int17
        AT      0xF045
        iret
        AT      0xF065
        jmp     int10
        AT      0xF0A4
%include "crtcparameters.asm"
        AT      0xF841
        jmp     int12
        AT      0xF84D
        jmp     int11
        AT      0xF859
        jmp     int15
        AT      0xFA6E
font8x8:
%include "font8x8.asm"
        AT      0xFE6E
        jmp     int1a
        AT      0xFEA5
        jmp     int08
        AT      0xFEF3
vector_table:                           ; offsets of INT 08h..1Fh, as the AT BIOS keeps them here
        dw      0xFEA5, 0xE987, irq_dummy, irq_dummy, irq_dummy, irq_dummy, 0xEF57, irq_dummy
        dw      0xF065, 0xF84D, 0xF841, 0xE3FE, 0xE739, 0xF859, 0xE82E, 0xEFD2
        dw      int18, 0xE6F2, 0xFE6E, 0xFF53, 0xFF53, 0xF0A4, 0xEFC7, 0x0000
        AT      0xFF53
dummy_iret:
        iret
        AT      0xFF54
        jmp     int05
        AT      0xFFF0
reset_vector:
        jmp     SEG_BIOS:0xE05B
        db      "11/24/26"              ; the date stays at FFF5h
        db      0x00
        db      0xFC                    ; model: AT
        db      0x00
        AT      0x10000
