; INT 13h: floppy, hard disk, CD.

%macro DISK 3                           ; AX, CX, DX
        mov     ax, %1
        mov     cx, %2
        mov     dx, %3
        int     0x13
%endmacro

; Compares CX bytes of SCRATCH_SEG:SI and SCRATCH_SEG:DI. ZF: equal.
same_bytes:
        push    ds
        push    es
        push    SCRATCH_SEG
        pop     ds
        push    SCRATCH_SEG
        pop     es
        repe cmpsb
        pop     es
        pop     ds
        ret

test_floppy:
        SUBJECT "floppy"
        DISK    0x0800, 0, 0
        FAIL_IF c, "08h"
        EXPECT  cx, 0x4F12, "08h geometry"
        EXPECT  dx, 0x0101, "08h heads and drives"
        EXPECT  bl, 4, "08h type"
        EXPECT  byte [es:di + 4], 18, "08h table"
        DISK    0x1500, 0, 0
        EXPECT  ah, 2, "15h"
        DISK    0x1500, 0, 1
        EXPECT  ah, 0, "15h of an absent drive"
        push    SCRATCH_SEG
        pop     es
        xor     bx, bx
        DISK    0x0212, 0x0001, 0x0000          ; the first track
        FAIL_IF c, "a track does not read"
        EXPECT  al, 18, "sectors read"
        EXPECT  word [es:510], 0xAA55, "the boot sector is not what was read"
        mov     bx, 0x4000
        DISK    0x0212, 0x000A, 0x0000          ; from sector 10: over to the other side
        FAIL_IF c, "a read over the end of the track"
        mov     si, 9 * 512
        mov     di, 0x4000
        mov     cx, 9 * 512
        call    same_bytes
        FAIL_IF ne, "the first half over the end of the track"
        mov     bx, 0x8000
        DISK    0x0209, 0x0001, 0x0100
        mov     si, 0x8000
        mov     di, 0x4000 + 9 * 512
        mov     cx, 9 * 512
        call    same_bytes
        FAIL_IF ne, "the second half over the end of the track"

        DISK    0x0201, 0x0000, 0x0000
        FAIL_IF nc, "sector 0 reads"
        EXPECT  ah, 0x01, "status of sector 0"
        DISK    0x0201, 0x0013, 0x0000
        FAIL_IF nc, "sector 19 reads"
        EXPECT  ah, 0x04, "status of sector 19"
        DISK    0x0100, 0, 0
        EXPECT  ah, 0x04, "01h does not keep the status"
        mov     bx, 0xFF00
        DISK    0x0202, 0x0001, 0x0000
        FAIL_IF nc, "DMA over a 64 KiB line"
        EXPECT  ah, 0x09, "status of DMA over a 64 KiB line"
        DISK    0x0000, 0, 0
        FAIL_IF c, "00h"

        mov     bx, 0x1000                      ; write to the last cylinder, read back, verify
        mov     dword [es:bx], 0xCAFEBABE
        DISK    0x0302, 0x4F03, 0x0100
        FAIL_IF c, "03h"
        mov     bx, 0x3000
        DISK    0x0202, 0x4F03, 0x0100
        FAIL_IF c, "reading back"
        mov     si, 0x1000
        mov     di, 0x3000
        mov     cx, 1024
        call    same_bytes
        FAIL_IF ne, "what was written is not what is read"
        DISK    0x0412, 0x4F01, 0x0100
        FAIL_IF c, "04h"

        mov     si, 18                          ; format the last track: every sector is F6h
        mov     di, 0x5000
        mov     al, 1
.field: mov     byte [es:di], 79
        mov     byte [es:di + 1], 1
        mov     [es:di + 2], al
        mov     byte [es:di + 3], 2
        add     di, 4
        inc     al
        dec     si
        jnz     .field
        DISK    0x1800, 0x4F12, 0x0000
        FAIL_IF c, "18h"
        push    SCRATCH_SEG
        pop     es
        mov     bx, 0x5000
        DISK    0x0512, 0x4F01, 0x0100
        FAIL_IF c, "05h"
        mov     bx, 0x3000
        DISK    0x0201, 0x4F03, 0x0100
        FAIL_IF c, "reading a formatted track"
        EXPECT  dword [es:0x3000], 0xF6F6F6F6, "a formatted sector"
        DISK    0x1600, 0, 0
        FAIL_IF c, "16h"
        xor     ax, ax
        mov     es, ax
        ret

; Disk address packet: DAP count, offset, segment, block.
%macro DAP 4
        mov     dword [packet], 0x10 | (%1) << 16
        mov     dword [packet + 4], (%2) | (%3) << 16
        mov     dword [packet + 8], %4
        mov     dword [packet + 12], 0
        mov     si, packet
%endmacro
packet  equ     0xF100

test_disk:
        SUBJECT "hard disk"
        DISK    0x0800, 0, 0x80
        FAIL_IF c, "08h"
        EXPECT  dl, 1, "08h drives"
        mov     [geometry], cx
        mov     [geometry + 2], dx
        DISK    0x1500, 0, 0x80
        EXPECT  ah, 3, "15h"
        cmp     dx, 0xFC00
        FAIL_IF b, "15h sectors"
        DISK    0x1500, 0, 0x81
        EXPECT  ah, 0, "15h of an absent disk"
        DISK    0x0201, 0x0001, 0x81
        FAIL_IF nc, "an absent disk reads"
        mov     bx, 0x55AA
        DISK    0x4100, 0, 0x80
        FAIL_IF c, "41h"
        EXPECT  bx, 0xAA55, "41h signature"
        mov     word [buffer], 0x1E
        mov     si, buffer
        DISK    0x4800, 0, 0x80
        FAIL_IF c, "48h"
        EXPECT  dword [buffer + 0x10], 65536, "48h sectors"
        EXPECT  word [buffer + 0x18], 512, "48h bytes a sector"

        push    SCRATCH_SEG
        pop     es
        xor     bx, bx
        DISK    0x0202, 0x0001, 0x0080
        FAIL_IF c, "02h"
        EXPECT  al, 2, "02h count"
        DAP     2, 0x0800, SCRATCH_SEG, 0
        DISK    0x4200, 0, 0x80
        FAIL_IF c, "42h"
        mov     si, 0
        mov     di, 0x0800
        mov     cx, 1024
        call    same_bytes
        FAIL_IF ne, "42h and 02h read different sectors"

        mov     dword [es:0x1000], 0x01020304           ; write over a segment's end, read back elsewhere
        DAP     100, 0x1000, SCRATCH_SEG, 200
        DISK    0x4300, 0, 0x80
        FAIL_IF c, "43h"
        DAP     1, 0x0000, SCRATCH_SEG, 200
        DISK    0x4200, 0, 0x80
        EXPECT  dword [es:0x0000], 0x01020304, "43h and 42h"
        DAP     127, 0xF800, 0x3000, 100
        DISK    0x4200, 0, 0x80
        FAIL_IF c, "42h over the end of a segment"
        EXPECT  word [packet + 2], 127, "blocks transferred"
        mov     ax, 0x3000 + 0x0F80 + 100 * 512 / 16
        mov     es, ax
        EXPECT  dword [es:0], 0x01020304, "data behind the end of a segment"
        DAP     1, 0x0000, SCRATCH_SEG, 65536
        DISK    0x4200, 0, 0x80
        FAIL_IF nc, "a sector behind the end reads"
        DAP     8, 0x0000, SCRATCH_SEG, 65530
        DISK    0x4400, 0, 0x80
        FAIL_IF nc, "sectors over the end verify"
        EXPECT  word [packet + 2], 0, "no blocks over the end"
        DISK    0x0000, 0, 0x80
        FAIL_IF c, "00h"

        mov     cx, [geometry]                          ; the last sector by CHS
        mov     dx, [geometry + 2]
        mov     dl, 0x80
        push    SCRATCH_SEG
        pop     es
        xor     bx, bx
        mov     ax, 0x0201
        int     0x13
        FAIL_IF c, "the last sector"
        mov     ax, 0x0200
        int     0x13
        FAIL_IF nc, "no sectors"
        xor     ax, ax
        mov     es, ax
        ret
geometry:
        dw      0, 0

test_cd:
        SUBJECT "CD"
        mov     bx, 0x55AA
        DISK    0x4100, 0, 0xE0
        FAIL_IF c, "41h"
        mov     word [buffer], 0x1A
        mov     si, buffer
        DISK    0x4800, 0, 0xE0
        FAIL_IF c, "48h"
        EXPECT  word [buffer + 0x18], 2048, "48h bytes a block"
        push    SCRATCH_SEG
        pop     es
        DAP     33, 0x0000, SCRATCH_SEG - 0x0200, 0     ; 33 blocks end with block 32
        DISK    0x4200, 0, 0xE0
        FAIL_IF c, "42h"
        DAP     1, 0x0000, SCRATCH_SEG, 16
        DISK    0x4200, 0, 0xE0
        FAIL_IF c, "42h of block 16"
        EXPECT  dword [es:1], "CD00", "no volume descriptor"
        mov     si, 0
        push    ds
        push    es
        mov     ax, SCRATCH_SEG - 0x0200 + 16 * 128
        mov     ds, ax
        xor     si, si
        xor     di, di
        mov     cx, 2048
        repe cmpsb
        pop     es
        pop     ds
        FAIL_IF ne, "one block and many blocks"
        DAP     1, 0x0000, SCRATCH_SEG, 0x7FFFFFFF
        DISK    0x4200, 0, 0xE0
        FAIL_IF nc, "a block behind the end"
        DISK    0x0301, 1, 0xE0
        EXPECT  ah, 0x03, "a CD can be written"
        mov     si, packet
        DISK    0x4B01, 0, 0xE0
        FAIL_IF nc, "4B01h although no CD was booted"
        DISK    0x4500, 0, 0xE0
        FAIL_IF c, "lock"
        DISK    0x4600, 0, 0xE0
        EXPECT  ah, 0xB1, "a locked disc is ejected"
        DISK    0x4501, 0, 0xE0
        FAIL_IF c, "unlock"
        EXPECT  al, 0, "still locked"
        xor     ax, ax
        mov     es, ax
        ret
