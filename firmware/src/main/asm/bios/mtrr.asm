; Memory types (SDM Vol. 3A, "Memory Type Range Registers"): RAM is write-back, the VGA's window and the PCI hole are
; uncacheable, ROM is write-protected. The same as the board sets for kernels that are started without firmware.

MSR_MTRRCAP     equ     0xFE
MSR_PHYSBASE0   equ     0x200
MSR_DEF_TYPE    equ     0x2FF
TYPE_WB         equ     6

init_memory_types:
        mov     eax, 1
        cpuid
        test    dh, 0x10                ; MTRR
        jz      .return
        mov     ecx, MSR_DEF_TYPE       ; off while they change
        xor     eax, eax
        xor     edx, edx
        wrmsr
        mov     ecx, MSR_MTRRCAP
        rdmsr
        movzx   si, al                  ; pairs of variable ranges
        add     si, si
        mov     ecx, MSR_PHYSBASE0
        xor     eax, eax
        xor     edx, edx
.clear: wrmsr
        inc     ecx
        dec     si
        jnz     .clear
        mov     si, .fixed
.next:  movzx   ecx, word [cs:si]
        jcxz    .variable
        mov     eax, [cs:si + 2]
        mov     edx, eax
        wrmsr
        add     si, 6
        jmp     .next
.variable:                              ; one range of 1 GiB or 512 MiB up to 4 GiB: base and mask are the same number
        call    memory_top_low
        mov     edi, 0xC0000000
        cmp     eax, edi
        jbe     .hole
        mov     edi, 0xE0000000
.hole:  mov     eax, edi
        xor     edx, edx
        mov     ecx, MSR_PHYSBASE0
        wrmsr
        call    physical_address_high
        lea     eax, [edi + 0x800]      ; valid
        inc     ecx
        wrmsr
        mov     ecx, MSR_DEF_TYPE
        mov     eax, 0xC00 | TYPE_WB    ; both kinds enabled
        xor     edx, edx
        wrmsr
.return:
        ret

.fixed: dw      0x250
        dd      0x06060606              ; 00000h
        dw      0x258
        dd      0x06060606              ; 80000h
        dw      0x259
        dd      0x00000000              ; A0000h
%assign fixed 0x268
%rep 8
        dw      fixed
        dd      0x05050505              ; C0000h and up
  %assign fixed fixed + 1
%endrep
        dw      0

; EDX = bits 63..32 of the highest physical address. Keeps the other registers.
physical_address_high:
        push    eax
        push    ebx
        push    ecx
        mov     eax, 0x80000000
        cpuid
        mov     cl, 36                  ; the P6 family does not tell
        cmp     eax, 0x80000008
        jb      .known
        mov     eax, 0x80000008
        cpuid
        mov     cl, al
.known: sub     cl, 32
        mov     edx, 1
        shl     edx, cl
        dec     edx
        pop     ecx
        pop     ebx
        pop     eax
        ret
