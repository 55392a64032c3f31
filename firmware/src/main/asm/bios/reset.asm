; From the reset vector to real mode in shadow RAM.
; The processor may come here after power-on, or after a reset that a program made to leave protected mode: the CMOS
; shutdown byte 0Fh tells. i440FX data sheet (Intel 290549), PAM registers 59h..5Fh.

SHADOW_BUFFER   equ     0x10000         ; C0000h..EFFFFh waits here while the RAM below is switched on
SEL_CODE32      equ     0x08
SEL_DATA32      equ     0x10
SEL_CODE16      equ     0x18
SEL_DATA16      equ     0x20

post:
        cli
        cld
        mov     eax, cr0
        and     eax, 0x9FFFFFFF         ; caches on: a reset sets CD and NW
        mov     cr0, eax
        mov     al, 0x8F                ; NMI off
        out     CMOS_INDEX, al
        in      al, CMOS_DATA
        mov     bl, al
        mov     al, 0x8F
        out     CMOS_INDEX, al
        mov     al, 0
        out     CMOS_DATA, al
        mov     al, 0x0D
        out     CMOS_INDEX, al
        in      al, CMOS_DATA
        mov     ax, SEG_BDA
        mov     ds, ax
        cmp     bl, 0x05
        je      resume_with_eoi
        cmp     bl, 0x0A
        je      resume
        cmp     bl, 0x09
        je      resume_block_move
        cmp     bl, 0x04
        jne     shadow
        xor     ax, ax                  ; 4: boot again without POST
        mov     ss, ax
        mov     sp, 0x7000
        int     0x19

resume_with_eoi:
        mov     al, EOI
        out     PIC2_CMD, al
        out     PIC1_CMD, al
resume:
        jmp     far [BDA_RESET_VEC]

; INT 15h AH=87h of an AT BIOS comes back this way; its caller's SS:SP is at 40:67.
resume_block_move:
        lss     sp, [BDA_RESET_VEC]
        popa
        pop     es
        pop     ds
        iret

; ---- shadow RAM: copies C0000h..EFFFFh from the bus and F0000h from the top of 4 GiB, then makes it RAM ---------------
shadow:
        in      al, PORT_A              ; A20 on, without a reset
        or      al, 0x02
        and     al, 0xFE
        out     PORT_A, al
        o32 lgdt [cs:gdt_pointer]
        mov     eax, cr0
        or      al, 1
        mov     cr0, eax
        jmp     dword SEL_CODE32:0xFFFF0000 + shadow32

        bits    32
shadow32:
        mov     ax, SEL_DATA32
        mov     ds, ax
        mov     es, ax
        mov     ss, ax
        mov     esp, 0x7000
        mov     al, 0x00                ; everything from the bus, to see the ROMs there
        call    set_pam_32
        mov     esi, 0xC0000
        mov     edi, SHADOW_BUFFER
        mov     ecx, 0x30000 / 4
        rep movsd
        mov     al, 0x33
        call    set_pam_32
        mov     esi, SHADOW_BUFFER
        mov     edi, 0xC0000
        mov     ecx, 0x30000 / 4
        rep movsd
        mov     esi, 0xFFFF0000
        mov     edi, 0xF0000
        mov     ecx, 0x10000 / 4
        rep movsd
        call    virtual_wire_32
        jmp     SEL_CODE16:shadow16

; A processor with a local APIC gets the 8259's interrupts through LINT0 and NMI through LINT1 (virtual wire mode,
; MultiProcessor Specification 1.4 section 3.6.2.2).
virtual_wire_32:
        mov     eax, 1
        cpuid
        test    dh, 0x02                ; local APIC
        jz      .return
        mov     ecx, 0x1B               ; IA32_APIC_BASE
        rdmsr
        test    ah, 0x08                ; enabled
        jz      .return
        mov     esi, eax
        and     esi, 0xFFFFF000
        or      dword [esi + 0xF0], 0x100       ; spurious vector register: software enable
        mov     dword [esi + 0x350], 0x8700     ; LINT0: ExtINT, level
        mov     dword [esi + 0x360], 0x8400     ; LINT1: NMI, level
.return:
        ret

; AL = value of all PAM registers. Loses EAX, BL, ECX, EDX.
set_pam_32:
        mov     bl, al
        mov     edx, PCI_ADDRESS
        mov     eax, 0x80000058
        out     dx, eax
        mov     edx, PCI_DATA + 1
        mov     al, bl
        and     al, 0x30                ; 59h: only the upper half belongs to F0000h
        out     dx, al
        mov     al, bl
        inc     edx
        out     dx, al
        inc     edx
        out     dx, al
        mov     edx, PCI_ADDRESS
        mov     eax, 0x8000005C
        out     dx, eax
        mov     edx, PCI_DATA
        mov     ecx, 4
.next:  mov     al, bl
        out     dx, al
        inc     edx
        loop    .next
        ret

        bits    16
shadow16:
        mov     ax, SEL_DATA16          ; 64 KiB limits for real mode
        mov     ds, ax
        mov     es, ax
        mov     ss, ax
        mov     fs, ax
        mov     gs, ax
        mov     eax, cr0
        and     al, 0xFE
        mov     cr0, eax
        jmp     SEG_BIOS:post_real

        align   8, db 0
gdt:
        dq      0
        dq      0x00CF9B000000FFFF      ; 08h: 32-bit code, 4 GiB
        dq      0x00CF93000000FFFF      ; 10h: data, 4 GiB
        dq      0x00009B0F0000FFFF      ; 18h: 16-bit code, this ROM
        dq      0x000093000000FFFF      ; 20h: data, 64 KiB
gdt_pointer:
        dw      $ - gdt - 1
        dd      0xF0000 + gdt
