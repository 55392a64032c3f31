; Vectors, BIOS data area, sizes of memory, A20, block move.

test_data_areas:
        SUBJECT "data areas"
        mov     cx, 16
        mov     si, 0x11 * 4 + 2
.vector:
        cmp     si, 0x1D * 4
        jae     .vectors_done
        EXPECT  word [si], 0xF000, "a service vector leads out of the BIOS"
        add     si, 4
        jmp     .vector
.vectors_done:
        EXPECT  word [0x410 + 3], 639, "40:13 is not 639 KiB"
        EXPECT  word [0x400], 0x3F8, "COM1 is not at 3F8h"
        EXPECT  word [0x480], 0x1E, "40:80"
        EXPECT  word [0x482], 0x3E, "40:82"
        EXPECT  byte [0x475], 1, "40:75 is not one hard disk"
        int     0x12
        EXPECT  ax, 639, "INT 12h"
        int     0x11
        mov     bx, ax
        and     bx, 0xC1
        EXPECT  bx, 0x01, "INT 11h does not tell of one floppy"
        test    ax, 0x0E00
        FAIL_IF z, "INT 11h tells of no serial port"
        les     bx, [0x1E * 4]
        EXPECT  byte [es:bx + 3], 2, "INT 1Eh"
        EXPECT  byte [es:bx + 4], 18, "INT 1Eh sectors"
        les     bx, [0x41 * 4]
        test    byte [es:bx + 2], 0xFF
        FAIL_IF z, "INT 41h has no heads"
        xor     ax, ax
        mov     es, ax
        mov     ah, 0xC0
        int     0x15
        FAIL_IF c, "C0h"
        EXPECT  byte [es:bx + 2], 0xFC, "C0h model"
        mov     ax, 0xF000
        mov     es, ax
        EXPECT  byte [es:0xFFFE], 0xFC, "F000:FFFE"
        mov     ah, 0xC1
        int     0x15
        mov     ax, es
        EXPECT  ax, 0x9FC0, "C1h"
        xor     ax, ax
        mov     es, ax
        ret

test_memory:
        SUBJECT "memory"
        mov     ah, 0x88
        int     0x15
        FAIL_IF c, "88h"
        mov     si, ax
        mov     ax, 0xE801
        int     0x15
        FAIL_IF c, "E801h"
        EXPECT  ax, cx, "E801h AX, CX"
        EXPECT  bx, dx, "E801h BX, DX"
        shl     ebx, 16
        shr     ebx, 10
        movzx   eax, ax
        add     ebx, eax                ; KiB above 1 MiB
        movzx   esi, si
        cmp     ebx, 0xFC00
        jae     .big
        EXPECT  ebx, esi, "88h and E801h differ"
.big:
; E820: 24 bytes; the sum of usable memory above 1 MiB is what E801 says.
        xor     esi, esi
        xor     edi, edi
        push    ebx
        xor     ebx, ebx
.next:  mov     eax, 0xE820
        mov     edx, 0x534D4150
        mov     ecx, 24
        mov     di, buffer
        int     0x15
        FAIL_IF c, "E820h"
        EXPECT  eax, 0x534D4150, "E820h signature"
        EXPECT  ecx, 24, "E820h size"
        cmp     dword [buffer + 16], 1
        jne     .other
        cmp     dword [buffer + 4], 0
        jne     .other
        cmp     dword [buffer], 0x100000
        jb      .other
        add     esi, [buffer + 8]
.other: test    ebx, ebx
        jnz     .next
        pop     ebx
        shr     esi, 10
        EXPECT  esi, ebx, "E820h and E801h differ"
        mov     eax, 0xE820
        mov     edx, 0x12345678
        mov     ecx, 24
        xor     ebx, ebx
        int     0x15
        FAIL_IF nc, "E820h without SMAP"

; Block move: to 2 MiB and back.
        mov     si, buffer
        mov     dword [si], 0x12345678
        mov     dword [si + 4], 0x9ABCDEF0
        mov     dword [block_source + 2], 0x93000000 + buffer
        mov     dword [block_target + 2], 0x93200000
        mov     si, block_table
        mov     cx, 4
        mov     ah, 0x87
        int     0x15
        FAIL_IF c, "87h to high memory"
        EXPECT  ah, 0, "87h status"
        mov     dword [block_source + 2], 0x93200000
        mov     dword [block_target + 2], 0x93000000 + buffer + 8
        mov     cx, 4
        mov     ah, 0x87
        int     0x15
        FAIL_IF c, "87h from high memory"
        EXPECT  dword [buffer + 8], 0x12345678, "87h data"
        EXPECT  dword [buffer + 12], 0x9ABCDEF0, "87h data, second half"
        mov     ax, 0xFFFF              ; the segments have their limits again
        mov     ax, [ds:0x0000]

; A20: off, 1 MiB is 0; on, it is not.
        mov     ax, 0x2403
        int     0x15
        FAIL_IF c, "2403h"
        mov     ax, 0x2400
        int     0x15
        FAIL_IF c, "2400h"
        mov     ax, 0x2402
        int     0x15
        EXPECT  al, 0, "2402h after off"
        push    es
        mov     ax, 0xFFFF
        mov     es, ax
        mov     dword [buffer], 0x11223344
        mov     eax, [es:buffer + 0x10]
        EXPECT  eax, 0x11223344, "A20 is not off"
        mov     ax, 0x2401
        int     0x15
        FAIL_IF c, "2401h"
        mov     ax, 0x2402
        int     0x15
        EXPECT  al, 1, "2402h after on"
        mov     dword [buffer], 0x55667788
        mov     eax, [es:buffer + 0x10]
        cmp     eax, 0x55667788
        FAIL_IF e, "A20 is not on"
        pop     es
        ret

        align   8, db 0
block_table:
        dq      0, 0
block_source:
        dw      0xFFFF
        dd      0
        dw      0
block_target:
        dw      0xFFFF
        dd      0
        dw      0
        dq      0, 0

buffer  equ     0xF000                  ; 64 bytes of scratch in segment 0
