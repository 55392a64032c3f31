; A boot sector that reads the sector behind it from the drive it came from, sends what it finds there to the debug port, and
; exits with the drive's number XOR the one expected at offset 2 (0 is success). Works from floppy, disk and CD (no emulation).
; Assemble: nasm -f bin -o bootprobe.bin bootprobe.asm
        bits    16
        org     0x7C00
        jmp     short start
expected:
        db      0x00                    ; patched by the test: the drive number that firmware must pass in DL
blocks: db      0x00                    ; patched: 1 reads by LBA in 2 KiB blocks, 0 by CHS
start:  xor     ax, ax
        mov     ds, ax
        mov     es, ax
        mov     ss, ax
        mov     sp, 0x7C00
        mov     [drive], dl
        cmp     byte [blocks], 0
        jne     .lba
        mov     ax, 0x0201
        mov     bx, 0x8000
        mov     cx, 0x0002
        mov     dh, 0
        int     0x13
        jmp     .done
.lba:   mov     ah, 0x42
        mov     si, packet
        int     0x13
.done:  jc      fail
        mov     si, 0x8000
.next:  lodsb
        test    al, al
        jz      .exit
        out     0xE9, al
        jmp     .next
.exit:  mov     al, [drive]
        xor     al, [expected]
        jmp     leave
fail:   mov     al, 0x55
leave:  out     0xF4, al
        hlt
        jmp     leave
drive:  db      0
        align   4
packet: db      16, 0
        dw      1, 0x8000, 0
        dq      20                      ; the block behind the boot image of the test's CD
        times   510 - ($ - $$) db 0
        dw      0xAA55
        db      "second sector", 0
        times   1024 - ($ - $$) db 0
