; The tables of the MultiProcessor Specification 1.4, chapter 4, for kernels that know APICs and not ACPI. What is said here of
; PCI interrupts is what pcisetup.asm has routed.

IO_APIC_BASE    equ     0xFEC00000
LOCAL_APIC_BASE equ     0xFEE00000
MP_INT          equ     0
MP_NMI          equ     1
MP_EXTINT       equ     3
MP_HIGH_LEVEL   equ     0x0D
MP_SLOTS        equ     31

; Completes the table and makes it visible, if there are both APICs. DS = ES = 0, limits of 4 GiB.
install_multiprocessor:
        mov     eax, 1
        cpuid
        test    dh, 0x02                ; a local APIC
        jz      .return
        mov     [dword LINEAR + mp_processor + 4], eax
        mov     [dword LINEAR + mp_processor + 8], edx
        mov     dword [dword IO_APIC_BASE], 1
        mov     eax, [dword IO_APIC_BASE + 0x10]
        cmp     eax, 0xFFFFFFFF
        je      .return
        mov     [dword LINEAR + mp_io_apic + 2], al
        mov     esi, LINEAR + mp_table
        mov     edi, LINEAR + mp_table + 7
        mov     ecx, mp_table_end - mp_table
        call    .seal
        mov     dword [dword LINEAR + mp_pointer], "_MP_"
        mov     esi, LINEAR + mp_pointer
        mov     edi, LINEAR + mp_pointer + 10
        mov     ecx, 16
.seal:  mov     byte [edi], 0
        call    sum_of
        neg     al
        mov     [edi], al
.return:
        ret

; kind, flags, bus, interrupt of the bus, input of the I/O APIC
%macro MP_IO_INTERRUPT 5
        db      3, %1
        dw      %2
        db      %3, %4, 0, %5
  %assign MP_ENTRIES MP_ENTRIES + 1
%endmacro

        align   16, db 0
mp_pointer:
        dd      0                       ; "_MP_" once the table is complete
        dd      LINEAR + mp_table
        db      1, 4, 0                 ; paragraphs, revision 1.4, checksum
        times   5 db 0
mp_table:
        db      "PCMP"
        dw      mp_table_end - mp_table
        db      4, 0                    ; revision, checksum
        db      "RING0   ", "PC          "
        dd      0
        dw      0, MP_COUNT
        dd      LOCAL_APIC_BASE
        dd      0
%assign MP_ENTRIES 4
mp_processor:
        db      0, 0, 0x14, 3           ; local APIC 0, version, enabled and bootstrap
        dd      0, 0, 0, 0
        db      1, 0, "PCI   "
        db      1, 1, "ISA   "
mp_io_apic:
        db      2, 0, 0, 1              ; I/O APIC 0, version, enabled
        dd      IO_APIC_BASE
        MP_IO_INTERRUPT MP_EXTINT, 0, 1, 0, 0
        MP_IO_INTERRUPT MP_INT, 0, 1, 0, 2
%assign irq 1
%rep 15
  %if irq == 9
        MP_IO_INTERRUPT MP_INT, MP_HIGH_LEVEL, 1, irq, irq
  %elif irq != 2 && irq != 10 && irq != 11
        MP_IO_INTERRUPT MP_INT, 0, 1, irq, irq
  %endif
  %assign irq irq + 1
%endrep
%assign slot 1
%rep MP_SLOTS
  %assign pin 0
  %rep 4
    %if slot == 1 && pin == 0           ; the PIIX4's
        MP_IO_INTERRUPT MP_INT, MP_HIGH_LEVEL, 0, slot << 2 | pin, 9
    %else
        MP_IO_INTERRUPT MP_INT, MP_HIGH_LEVEL, 0, slot << 2 | pin, 10 + (((slot + pin - 1) & 3) >> 1)
    %endif
    %assign pin pin + 1
  %endrep
  %assign slot slot + 1
%endrep
        db      4, MP_EXTINT            ; LINT0 of the first local APIC, LINT1 of all
        dw      0
        db      1, 0, 0, 0
        db      4, MP_NMI
        dw      0
        db      1, 0, 0xFF, 1
mp_table_end:
MP_COUNT        equ     MP_ENTRIES + 2
