; The 32-bit services: BIOS32 directory and PCI BIOS, APM; and the return from protected mode by a reset.

; Runs the 32-bit code at label with the flat data segment; it ends with jmp protected_end.
%macro PROTECTED 1
        cli
        lgdt    [test_gdt_pointer]
        mov     eax, cr0
        or      al, 1
        mov     cr0, eax
        jmp     dword 0x08:%1
%endmacro

test_bios32:
        SUBJECT "BIOS32"
        mov     ax, 0xF000
        mov     es, ax
        xor     di, di
.scan:  cmp     dword [es:di], "_32_"
        je      .found
        add     di, 16
        jnz     .scan
        cmp     ax, 0
        FAIL_IF ne, "no directory"
        ret
.found: mov     al, 0
        mov     cx, 16
        mov     bx, di
.sum:   add     al, [es:bx]
        inc     bx
        loop    .sum
        EXPECT  al, 0, "its sum"
        mov     eax, [es:di + 4]
        mov     [bios32_far], eax
        xor     ax, ax
        mov     es, ax
        PROTECTED .code32
        bits    32
.code32:
        mov     ax, 0x10
        mov     ds, ax
        mov     es, ax
        mov     ss, ax
        mov     eax, "$PCI"
        xor     ebx, ebx
        call    far [bios32_far]
        mov     [results], al
        add     edx, ebx
        mov     [bios32_far], edx
        mov     ax, 0xB102
        mov     cx, 0x7113
        mov     dx, 0x8086
        xor     esi, esi
        call    far [bios32_far]
        setc    [results + 1]
        mov     [results + 2], bx
        mov     ax, 0xB109
        mov     edi, 2
        call    far [bios32_far]
        mov     [results + 4], cx
        mov     dword [protected_back], .back
        jmp     protected_end
        bits    16
.back:  EXPECT  byte [results], 0, "no PCI BIOS in the directory"
        EXPECT  byte [results + 1], 0, "B102h in 32 bits"
        EXPECT  word [results + 2], 0x000B, "power management is not 00:01.3"
        EXPECT  word [results + 4], 0x7113, "B109h in 32 bits"
        ret

; Back to real mode and on at [protected_back].
        bits    32
protected_end:
        jmp     0x18:.code16
        bits    16
.code16:
        mov     ax, 0x20
        mov     ds, ax
        mov     es, ax
        mov     ss, ax
        mov     eax, cr0
        and     al, 0xFE
        mov     cr0, eax
        jmp     0x0000:.real
.real:  xor     ax, ax
        mov     ds, ax
        mov     es, ax
        mov     ss, ax
        sti
        jmp     [protected_back]

test_apm:
        SUBJECT "APM"
        mov     ax, 0x5300
        xor     bx, bx
        int     0x15
        FAIL_IF c, "5300h"
        EXPECT  ax, 0x0102, "version"
        EXPECT  bx, 0x504D, "PM"
        mov     ax, 0x530A
        mov     bx, 0x0001
        int     0x15
        FAIL_IF c, "530Ah"
        EXPECT  bh, 1, "not on line"
        mov     ax, 0x530B
        int     0x15
        FAIL_IF nc, "an event"
        EXPECT  ah, 0x80, "no event"
        mov     ax, 0x5305
        int     0x15
        FAIL_IF c, "5305h"
        mov     ax, 0x5303
        xor     bx, bx
        int     0x15
        FAIL_IF c, "5303h"
        mov     [bios32_far], ebx
        movzx   eax, ax
        shl     eax, 4
        add     [bios32_far], eax
        PROTECTED .code32
        bits    32
.code32:
        mov     ax, 0x10
        mov     ds, ax
        mov     es, ax
        mov     ss, ax
        mov     ax, 0x530E
        mov     ebx, 0
        mov     ecx, 0x0102
        call    far [bios32_far]
        setc    [results]
        mov     [results + 2], ax
        mov     dword [protected_back], .back
        jmp     protected_end
        bits    16
.back:  EXPECT  byte [results], 0, "530Eh in 32 bits"
        EXPECT  word [results + 2], 0x0102, "its version"
        ret

; Shutdown code 0Ah: a reset goes on at the far address in 40:67.
test_shutdown:
        SUBJECT "shutdown code"
        cmp     dword [reset_marker], "goes"
        jne     .reset
        cmp     ax, ax
        FAIL_IF e, "the reset went through POST"
        ret
.reset:
        mov     dword [reset_marker], "goes"
        cli
        mov     al, 0x8F
        out     0x70, al
        mov     al, 0x0A
        out     0x71, al
        mov     word [0x467], .back
        mov     word [0x469], 0
        mov     [.stack], sp
        mov     al, 0xFE
        out     0x64, al
.wait:  hlt
        jmp     .wait
.stack: dw      0
.back:  xor     ax, ax
        mov     ds, ax
        mov     es, ax
        mov     ss, ax
        mov     sp, [.stack]
        mov     al, 0x0F
        out     0x70, al
        in      al, 0x71
        EXPECT  al, 0, "the code stays"
        mov     dword [reset_marker], 0
        ret
reset_marker    equ     0xF200                  ; POST leaves it alone

bios32_far:     dd 0
                dw 0x08
protected_back: dd 0
results:        times 8 db 0
        align   8, db 0
test_gdt:
        dq      0
        dq      0x00CF9B000000FFFF
        dq      0x00CF93000000FFFF
        dq      0x00009B000000FFFF
        dq      0x000093000000FFFF
test_gdt_pointer:
        dw      $ - test_gdt - 1
        dd      test_gdt
