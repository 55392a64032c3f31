; Booting from CD and its emulated disks. "El Torito" Bootable CD-ROM Format Specification 1.0 (Phoenix, IBM).
; Limits: the initial entry of the boot catalog is booted; section entries are not offered.

VOLUME_RECORD           equ     17              ; block of the boot record volume descriptor
CD_SECTORS_DEFAULT      equ     4

; Reads one block to ES:BX. EAX = block, DI = unit. Carry: AH = status.
cd_read_block:
        mov     [fs:EBDA_XF_LBA], eax
        mov     word [fs:EBDA_XF_COUNT], 1
        jmp     atapi_read

; DI = unit, AL = number of the CD drive: finds the boot image, starts emulation, loads its first sectors.
; Out: CX:BX = far address to start, DL = drive. Carry: this disc cannot be booted.
; The blocks are read to 0000:8000, which nobody uses before the boot.
eltorito_boot:
        mov     [fs:EBDA_CDE_INDEX], al
        mov     [fs:EBDA_CDE_UNIT], di
        mov     byte [fs:EBDA_CDE_ACTIVE], 0
        call    atapi_ready
        jc      .return
        mov     ax, 0x0800
        mov     es, ax
        xor     bx, bx
        mov     eax, VOLUME_RECORD
        call    cd_read_block
        jc      .return
        call    .buffer
        mov     si, .identifier
        xor     di, di
        mov     cx, .identifier_end - .identifier
        push    ds
        push    cs
        pop     ds
        repe cmpsb
        pop     ds
        jne     .bad
        mov     eax, [es:0x47]
        xor     bx, bx
        mov     di, [fs:EBDA_CDE_UNIT]
        call    cd_read_block
        jc      .return
        call    .buffer
        call    eltorito_catalog
        jc      .bad
        jmp     eltorito_load
.bad:   stc
.return:
        ret
.buffer:
        mov     ax, 0x0800
        mov     es, ax
        ret
.identifier:
        db      0, "CD001", 1, "EL TORITO SPECIFICATION"
.identifier_end:

; ES:0 = boot catalog: checks the validation entry, takes the initial entry. Carry: none to boot.
eltorito_catalog:
        cmp     word [es:0], 0x0001             ; header 1, platform 80x86
        jne     .bad
        cmp     word [es:0x1E], 0xAA55
        jne     .bad
        xor     ax, ax
        xor     bx, bx
        mov     cx, 16
.sum:   add     ax, [es:bx]
        add     bx, 2
        loop    .sum
        test    ax, ax
        jnz     .bad
        cmp     byte [es:0x20], 0x88            ; bootable
        jne     .bad
        mov     al, [es:0x21]
        and     al, 0x0F
        cmp     al, 4
        ja      .bad
        mov     [fs:EBDA_CDE_MEDIA], al
        mov     ax, [es:0x22]
        test    ax, ax
        jnz     .segment
        mov     ax, 0x07C0
.segment:
        mov     [fs:EBDA_CDE_SEG], ax
        mov     ax, [es:0x26]
        test    ax, ax
        jnz     .count
        mov     ax, CD_SECTORS_DEFAULT
.count: mov     [fs:EBDA_CDE_COUNT], ax
        mov     eax, [es:0x28]
        mov     [fs:EBDA_CDE_LBA], eax
        clc
        ret
.bad:   stc
        ret

; Loads the sectors and sets up the emulated drive. See eltorito_boot.
eltorito_load:
        mov     di, [fs:EBDA_CDE_UNIT]
        mov     es, [fs:EBDA_CDE_SEG]
        xor     bx, bx
        mov     dword [fs:EBDA_XF_SKIP], 0
        mov     cx, [fs:EBDA_CDE_COUNT]
        mov     eax, [fs:EBDA_CDE_LBA]
        mov     [fs:EBDA_XF_LBA], eax
.chunk: mov     ax, cx
        cmp     ax, 31 * 4
        jbe     .fits
        mov     ax, 31 * 4
.fits:  sub     cx, ax
        push    cx
        movzx   eax, ax
        mov     ecx, eax
        shl     ecx, 9
        mov     [fs:EBDA_XF_WANT], ecx
        add     ax, 3
        shr     ax, 2
        mov     [fs:EBDA_XF_CHUNK], ax
        push    eax
        call    atapi_read_blocks
        pop     eax
        pop     cx
        jc      .return
        add     [fs:EBDA_XF_LBA], eax
        test    cx, cx
        jnz     .chunk
        call    eltorito_geometry
        mov     cx, [fs:EBDA_CDE_SEG]
        xor     bx, bx
        cmp     cx, 0x07C0                      ; boot sectors expect 0000:7C00
        jne     .drive
        mov     bx, 0x7C00
        xor     cx, cx
.drive: mov     dl, [fs:EBDA_CDE_DRIVE]
        clc
.return:
        ret

; The emulated drive's number and geometry by its media type.
eltorito_geometry:
        movzx   bx, byte [fs:EBDA_CDE_MEDIA]
        cmp     bx, 4
        je      .disk
        test    bx, bx
        jnz     .floppy
        mov     al, [fs:EBDA_CDE_INDEX]         ; no emulation: the CD's own number
        add     al, 0xE0
        mov     [fs:EBDA_CDE_DRIVE], al
        ret
.floppy:
        mov     byte [fs:EBDA_CDE_DRIVE], 0x00
        mov     word [fs:EBDA_CDE_CYL], 80
        mov     word [fs:EBDA_CDE_HEADS], 2
        mov     al, [cs:bx + .spt - 1]
        mov     ah, 0
        mov     [fs:EBDA_CDE_SPT], ax
        imul    ax, ax, 160
        movzx   eax, ax
        mov     [fs:EBDA_CDE_TOTAL], eax
        or      byte [BDA_EQUIPMENT], 0x01
        jmp     .active
; A hard disk image: geometry from the end of its first partition, as El Torito says.
.disk:  mov     byte [fs:EBDA_CDE_DRIVE], 0x80
        mov     es, [fs:EBDA_CDE_SEG]
        mov     al, [es:0x1BE + 5]              ; last head
        inc     al
        movzx   cx, al
        jnz     .heads
        mov     cx, 256
.heads: mov     [fs:EBDA_CDE_HEADS], cx
        mov     ax, [es:0x1BE + 6]
        mov     bl, al
        and     bx, 0x3F
        jnz     .sectors
        mov     bl, 63
.sectors:
        mov     [fs:EBDA_CDE_SPT], bx
        shr     al, 6
        xchg    al, ah
        inc     ax
        mov     [fs:EBDA_CDE_CYL], ax
        movzx   eax, ax
        movzx   ecx, cx
        imul    eax, ecx
        movzx   ebx, bx
        imul    eax, ebx
        mov     [fs:EBDA_CDE_TOTAL], eax
.active:
        mov     byte [fs:EBDA_CDE_ACTIVE], 1
        ret
.spt:   db      15, 18, 36
