; PCI BIOS 2.1, INT 1Ah AH=B1h in real mode. The 32-bit entry of bios32.asm assembles the same body again.
; In and out through the frame at BP/EBP; AL of the caller is the function.

PCI_SUCCESSFUL          equ     0x00
PCI_UNSUPPORTED         equ     0x81
PCI_BAD_VENDOR          equ     0x83
PCI_NOT_FOUND           equ     0x86
PCI_BAD_REGISTER        equ     0x87
PCI_SET_FAILED          equ     0x88
PIR_IRQS                equ     0x0C20  ; links can go to interrupts 5, 10 and 11

%define PCI(name)       pci16_ %+ name
%define FRAME           bp
%include "pcibody.inc"
%undef PCI
%undef FRAME

; INT 1Ah AH=B1h: called with the frame open.
int1a_pci:
        cmp     byte [bp + R_AL], 0x0E
        je      pci_routing_options
        call    pci16_service
        jc      .failed
        and     byte [bp + R_FLAGS], ~FLAG_CF
        SERVICE_LEAVE
.failed:
        or      byte [bp + R_FLAGS], FLAG_CF
        SERVICE_LEAVE

; B10Eh: ES:DI = buffer descriptor (word size, far address): gets the slots of the routing table; BX = interrupts for PCI alone.
pci_routing_options:
        mov     es, [bp + R_ES]
        mov     di, [bp + R_DI]
        mov     ax, [es:di]
        mov     word [es:di], PIR_SLOTS * 16
        cmp     ax, PIR_SLOTS * 16
        jb      .small
        les     di, [es:di + 2]
        push    cs
        pop     ds
        mov     si, pir_slots
        mov     cx, PIR_SLOTS * 8
        rep movsw
        mov     word [bp + R_BX], 0     ; none is for PCI alone
        mov     byte [bp + R_AH], PCI_SUCCESSFUL
        and     byte [bp + R_FLAGS], ~FLAG_CF
        SERVICE_LEAVE
.small: mov     byte [bp + R_AH], 0x89  ; BUFFER_TOO_SMALL
        or      byte [bp + R_FLAGS], FLAG_CF
        SERVICE_LEAVE

; $PIR, PCI Interrupt Routing Table 1.0: devices 1..31 through the PIIX3's links 60h..63h.
PIR_SLOTS       equ     31
PIR_BYTES       equ     32 + PIR_SLOTS * 16

        align   16, db 0
pir_table:
        db      "$PIR"
        dw      0x0100
        dw      PIR_BYTES
        db      0, 1 << 3               ; the interrupt router is 00:01.0
        dw      0                       ; no lines for PCI alone
        dd      0x70008086
        dd      0
        times   11 db 0
        db      -pir_sum_value & 0xFF
pir_slots:
%assign PIR_SUM '$' + 'P' + 'I' + 'R' + 1 + (PIR_BYTES & 0xFF) + (PIR_BYTES >> 8) + 8 + 0x70 + 0x80 + 0x86
%assign slot 1
%rep PIR_SLOTS
        db      0, slot << 3
  %assign PIR_SUM PIR_SUM + (slot << 3)
  %assign pin 0
  %rep 4
    %if slot == 1 && pin == 0           ; the PIIX4's is no link's, it is IRQ 9
        db      0
        dw      0
    %else
        db      0x60 + ((slot - 1 + pin) & 3)
        dw      PIR_IRQS
      %assign PIR_SUM PIR_SUM + 0x60 + ((slot - 1 + pin) & 3) + (PIR_IRQS >> 8) + (PIR_IRQS & 0xFF)
    %endif
    %assign pin pin + 1
  %endrep
        db      0, 0
  %assign slot slot + 1
%endrep
pir_sum_value   equ     PIR_SUM
