; Claims about the BIOS services, on a machine with a 1.44 MiB floppy (this one, writable), a hard disk of 32 MiB whose
; contents do not matter beyond sector 100, and a CD. Reports on port E9h, verdict on port F4h.

%include "biostest.inc"

main:
        call    test_data_areas
        call    test_memory
        call    test_floppy
        call    test_disk
        call    test_cd
        call    test_clock
        call    test_pci
        call    test_keyboard
        call    test_mouse
        call    test_system
        call    test_bios32
        call    test_apm
        call    test_shutdown
        jmp     finish

%include "testmemory.asm"
%include "testdisk.asm"
%include "testclock.asm"
%include "testkeys.asm"
%include "testprotected.asm"

        times   (PROGRAM_SECTORS + 1) * 512 - ($ - $$) db 0
