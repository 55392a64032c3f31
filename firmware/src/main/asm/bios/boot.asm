; Boot: INT 19h tries the devices in the order of CMOS 3Dh and 38h (nibbles: 1 floppy, 2 hard disk, 3 CD), INT 18h goes on
; with the next one; F12 at POST opens a menu.

BOOT_FLOPPY     equ     1
BOOT_DISK       equ     2
BOOT_CD         equ     3
PROMPT_MICROS   equ     330000
MENU_MICROS     equ     3000000         ; when the machine's owner asks for the menu
KEY_F12         equ     0x86
KEY_ESC         equ     0x011B

; The order goes to EBDA_BOOT_LIST.
boot_order:
        mov     di, EBDA_BOOT_LIST
        mov     al, 0x3D
        call    cmos_read
        call    .put
        shr     al, 4
        call    .put
        mov     al, 0x38
        call    cmos_read
        shr     al, 4
        call    .put
        cmp     di, EBDA_BOOT_LIST
        jne     .end
        mov     dword [fs:di], BOOT_FLOPPY | BOOT_DISK << 8 | BOOT_CD << 16 | 0xFF << 24
        ret
.put:   push    ax
        and     al, 0x0F
        jz      .skip
        cmp     al, BOOT_CD
        ja      .skip
        mov     [fs:di], al
        inc     di
.skip:  pop     ax
        ret
.end:   mov     byte [fs:di], 0xFF
        ret

; At POST: the order, and a moment for F12; a longer one when fw_cfg says that there is somebody to press it.
boot_prompt:
        mov     fs, [BDA_EBDA]
        call    boot_order
        PRINT   "Press F12 for boot menu.", 13, 10, 13, 10
        mov     ecx, PROMPT_MICROS
        mov     ax, FW_CFG_BOOT_MENU
        call    fw_cfg_word
        test    ax, ax
        jz      .wait
        mov     ecx, MENU_MICROS
.wait:  mov     ah, 0x11
        int     0x16
        jz      .idle
        cmp     ah, KEY_F12
        jne     .leave                  ; somebody types for the system already: no more waiting
        mov     ah, 0x10
        int     0x16
        jmp     boot_menu
.idle:  mov     bx, 0x0002
        cli
        call    idle_step
        sti
        jnc     .wait
.leave: ret

; Lists the devices and takes a digit. The choice becomes the whole order; Esc leaves the order as it is.
boot_menu:
        PRINT   "Select boot device (Esc: as set up):", 13, 10, 13, 10
        mov     di, EBDA_MENU
        mov     al, [fs:EBDA_FD_COUNT]
        test    al, al
        jz      .disks
        mov     ax, BOOT_FLOPPY
        call    menu_entry
.disks: xor     ah, ah
.disk:  cmp     ah, [BDA_HD_COUNT]
        jae     .cds
        mov     al, BOOT_DISK
        call    menu_entry
        inc     ah
        jmp     .disk
.cds:   xor     ah, ah
.cd:    cmp     ah, [fs:EBDA_CD_COUNT]
        jae     .ask
        mov     al, BOOT_CD
        call    menu_entry
        inc     ah
        jmp     .cd
.ask:   PRINT   13, 10
.key:   mov     ah, 0x00
        int     0x16
        cmp     ax, KEY_ESC
        je      .leave
        sub     al, '1'
        cmp     al, 9
        jae     .key
        movzx   bx, al
        add     bx, bx
        add     bx, EBDA_MENU
        cmp     bx, di
        jae     .key
        mov     ax, [fs:bx]
        mov     [fs:EBDA_BOOT_LIST], al
        mov     byte [fs:EBDA_BOOT_LIST + 1], 0xFF
        mov     bx, EBDA_HD_MAP
        cmp     al, BOOT_DISK
        je      .swap
        mov     bx, EBDA_CD_MAP
        cmp     al, BOOT_CD
        jne     .leave
.swap:  movzx   si, ah                  ; the chosen unit becomes the first of its kind
        add     si, si
        add     si, bx
        mov     ax, [fs:si]
        xchg    ax, [fs:bx]
        mov     [fs:si], ax
        push    word [fs:EBDA_HD_MAP]   ; the parameter tables follow
        pop     di
        xor     bx, bx
        call    .table
        mov     di, [fs:EBDA_HD_MAP + 2]
        mov     bx, 16
.table: test    di, di
        jz      .leave
        jmp     fixed_disk_table
.leave: ret

; AL = kind, AH = number: adds an entry at FS:DI and prints its line. Keeps AX.
menu_entry:
        push    ax
        mov     [fs:di], ax
        add     di, 2
        mov     ax, di
        sub     ax, EBDA_MENU
        shr     ax, 1
        movzx   eax, ax
        call    print_decimal
        PRINT   ". "
        pop     ax
        push    ax
        call    print_kind
        cmp     al, BOOT_FLOPPY
        je      .end
        PRINT   " "
        call    print_model
.end:   PRINT   13, 10
        pop     ax
        ret

; AL = kind: its name. Keeps AX.
print_kind:
        cmp     al, BOOT_DISK
        jb      .floppy
        je      .disk
        PRINT   "CD-ROM"
        ret
.disk:  PRINT   "hard disk"
        ret
.floppy:
        PRINT   "floppy disk"
        ret

; AL = kind, AH = number: the model of the unit, out of IDENTIFY words 27..46, two characters each.
print_model:
        pushad
        mov     bx, EBDA_HD_MAP
        mov     ch, ATA_IDENTIFY
        cmp     al, BOOT_DISK
        je      .map
        mov     bx, EBDA_CD_MAP
        mov     ch, ATA_IDENTIFY_PACKET
.map:   movzx   si, ah
        add     si, si
        mov     di, [fs:bx + si]
        mov     al, 0
        call    ata_select
        mov     al, ch
        call    ata_identify
        jc      .done
        mov     bx, 27 * 2
        mov     si, 27 * 2              ; where the last character ends
.last:  xor     bx, 1
        cmp     byte [fs:bx + EBDA_SCRATCH], ' '
        jbe     .space
        mov     si, bx
        xor     si, 1
        inc     si
.space: xor     bx, 1
        inc     bx
        cmp     bx, 47 * 2
        jb      .last
        mov     bx, 27 * 2
.char:  cmp     bx, si
        jae     .done
        xor     bx, 1
        mov     al, [fs:bx + EBDA_SCRATCH]
        xor     bx, 1
        inc     bx
        call    print_char
        jmp     .char
.done:  popad
        ret

; INT 19h: boots. Never comes back.
int19:
        cli
        cld
        xor     ax, ax
        mov     ss, ax
        mov     esp, 0x7000
        push    SEG_BDA
        pop     ds
        sti
        mov     fs, [BDA_EBDA]
        cmp     byte [fs:EBDA_BOOT_LIST], 0
        jne     .ordered
        call    boot_order
.ordered:
        mov     byte [fs:EBDA_BOOT_NEXT], 0
        jmp     boot_next

; INT 18h: a boot sector gives up: the next device.
int18:
        cli
        cld
        xor     ax, ax
        mov     ss, ax
        mov     esp, 0x7000
        push    SEG_BDA
        pop     ds
        sti
        mov     fs, [BDA_EBDA]
        mov     byte [fs:EBDA_CDE_ACTIVE], 0

boot_next:
        movzx   bx, byte [fs:EBDA_BOOT_NEXT]
        mov     al, [fs:bx + EBDA_BOOT_LIST]
        cmp     al, 0xFF
        je      .nothing
        inc     byte [fs:EBDA_BOOT_NEXT]
        cmp     al, BOOT_DISK
        jb      .floppy
        je      .disk
        cmp     byte [fs:EBDA_CD_COUNT], 0
        je      boot_next
        call    boot_say
        mov     di, [fs:EBDA_CD_MAP]
        mov     al, 0
        call    eltorito_boot
        jc      .failed
        jmp     boot_go
.floppy:
        cmp     byte [fs:EBDA_FD_COUNT], 0
        je      boot_next
        mov     dl, 0x00
        jmp     .sector
.disk:  cmp     byte [BDA_HD_COUNT], 0
        je      boot_next
        mov     dl, 0x80
.sector:
        call    boot_say
        call    boot_sector
        jc      .failed
        xor     cx, cx
        mov     bx, 0x7C00
        jmp     boot_go
.failed:
        PRINT   "not bootable", 13, 10
        push    SEG_BDA
        pop     ds
        mov     fs, [BDA_EBDA]
        jmp     boot_next
; HLT with interrupts off: whoever runs the machine sees at once that it waits for nothing.
.nothing:
        PRINT   "No bootable device. The machine is halted.", 13, 10
        cli
.halt:  hlt
        jmp     .halt

; "Booting from ...": AL = kind.
boot_say:
        PRINT   "Booting from "
        call    print_kind
        PRINT   " ... "
        ret

; DL = drive: its first sector to 0000:7C00. Carry: not readable, or without signature.
boot_sector:
        mov     cx, 3                   ; a floppy may need more than one try
.again: push    cx
        push    0
        pop     es
        mov     ax, 0x0201
        mov     bx, 0x7C00
        mov     cx, 0x0001
        mov     dh, 0
        int     0x13
        pop     cx
        jnc     .loaded
        mov     ah, 0x00
        int     0x13
        loop    .again
.bad:   stc
        ret
.loaded:
        cmp     word [es:0x7C00 + 510], 0xAA55
        je      .good
        cmp     dl, 0x80
        jae     .bad
        mov     al, 0x38                ; bit 0: floppies need no signature
        call    cmos_read
        test    al, 1
        jz      .bad
.good:  clc
        ret

; CX:BX = where to start, DL = drive.
boot_go:
        PRINT   13, 10
        LOG     "ring0 BIOS: starting the boot sector", 10
        xor     eax, eax
        mov     ss, ax
        mov     esp, 0x7C00
        push    cx
        push    bx
        movzx   edx, dl
        mov     ds, ax
        mov     es, ax
        mov     fs, ax
        mov     gs, ax
        xor     ebx, ebx
        xor     ecx, ecx
        xor     esi, esi
        xor     edi, edi
        xor     ebp, ebp
        sti
        retf
