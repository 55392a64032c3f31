; The system configuration table of INT 15h AH=C0h, at its usual place.
configuration_table:
        dw      8                       ; bytes that follow
        db      0xFC, 0x00, 0x00        ; model AT, submodel, BIOS revision
        db      0x74                    ; second 8259, RTC, keyboard intercept, EBDA
        db      0x40                    ; INT 16h AH=09h
        db      0x00, 0x00, 0x00
