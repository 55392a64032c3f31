; INT 13h: which driver serves the drive, and how its services end.
; DL: 00h.. floppies, 80h.. hard disks, E0h.. CD drives. An El Torito image takes 00h or 80h and moves the real ones up.

DISK_OK                 equ     0x00
DISK_BAD_PARAMETER      equ     0x01
DISK_NO_ADDRESS_MARK    equ     0x02
DISK_WRITE_PROTECTED    equ     0x03
DISK_NOT_FOUND          equ     0x04
DISK_RESET_FAILED       equ     0x05
DISK_CHANGED            equ     0x06
DISK_DMA_OVERRUN        equ     0x08
DISK_DMA_BOUNDARY       equ     0x09
DISK_UNKNOWN_MEDIA      equ     0x0C
DISK_BAD_CRC            equ     0x10
DISK_CONTROLLER         equ     0x20
DISK_BAD_SEEK           equ     0x40
DISK_TIMED_OUT          equ     0x80
DISK_NOT_READY          equ     0xAA
DISK_NOT_LOCKED         equ     0xB0
DISK_LOCKED             equ     0xB1
DISK_LOCK_FULL          equ     0xB4

int13:
        sti
        SERVICE_ENTER
        mov     fs, [BDA_EBDA]
        mov     dl, [bp + R_DL]
        cmp     byte [fs:EBDA_CDE_ACTIVE], 0
        je      .real
        cmp     dl, [fs:EBDA_CDE_DRIVE]
        je      eltorito_service
        cmp     byte [fs:EBDA_CDE_DRIVE], 0xE0
        jae     .real
        mov     al, dl                  ; a real drive of the emulated kind: one number lower
        xor     al, [fs:EBDA_CDE_DRIVE]
        test    al, 0x80
        jnz     .real
        cmp     dl, 0xE0
        jae     .real
        dec     dl
.real:  cmp     dl, 0x80
        jb      floppy_service
        cmp     dl, 0xE0
        jae     cdrom_service
        sub     dl, 0x80
        cmp     dl, [BDA_HD_COUNT]
        jae     .absent
        movzx   si, dl
        add     si, si
        mov     di, [fs:si + EBDA_HD_MAP]       ; FS:DI = the unit
        jmp     disk_service
.absent:
        mov     ah, DISK_BAD_PARAMETER
        cmp     byte [bp + R_AH], 0x15
        jne     disk_fail
        mov     byte [bp + R_AH], 0             ; AH=15h: no such drive
        jmp     service_carry_set

; AH = status: the service ends with it.
disk_end:
        test    ah, ah
        jz      disk_success
disk_fail:
        mov     [bp + R_AH], ah
        mov     [BDA_HD_STATUS], ah
        jmp     service_carry_set

disk_success:
        mov     byte [bp + R_AH], 0
        mov     byte [BDA_HD_STATUS], 0
        jmp     service_carry_clear

disk_bad_parameter:
        mov     ah, DISK_BAD_PARAMETER
        jmp     disk_fail

; AH=01h of hard disks and CDs: the status of the last service.
disk_last_status:
        mov     al, 0
        xchg    al, [BDA_HD_STATUS]
        mov     [bp + R_AH], al
        test    al, al
        jz      service_carry_clear
        jmp     service_carry_set

; The frame's CX, DH: AX = cylinder, CL = sector, CH = head.
disk_chs:
        mov     ax, [bp + R_CX]
        mov     cl, al
        and     cl, 0x3F
        mov     ch, [bp + R_DH]
        shr     al, 6
        xchg    al, ah
        ret

; AX = cylinders, CL = sectors, CH = last head (low byte): the frame's CX, DH as AH=08h gives them.
disk_store_geometry:
        dec     ax
        cmp     ax, 1023
        jbe     .fits
        mov     ax, 1023
.fits:  xchg    al, ah
        shl     al, 6
        or      al, cl
        mov     [bp + R_CX], ax
        mov     [bp + R_DH], ch
        ret
