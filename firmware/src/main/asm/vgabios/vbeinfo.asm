; VBE function 01h: the ModeInfoBlock.

struc mode_info
.attributes:            resw 1
.window_a:              resb 1
.window_b:              resb 1
.granularity:           resw 1
.window_size:           resw 1
.segment_a:             resw 1
.segment_b:             resw 1
.window_function:       resd 1
.bytes_per_line:        resw 1
.width:                 resw 1
.height:                resw 1
.char_width:            resb 1
.char_height:           resb 1
.planes:                resb 1
.bpp:                   resb 1
.banks:                 resb 1
.model:                 resb 1
.bank_size:             resb 1
.pages:                 resb 1
.one:                   resb 1
.masks:                 resb 9                  ; size and position: red, green, blue, reserved; then a flag
.lfb:                   resd 1
.reserved:              resb 6
.linear_bytes_per_line: resw 1
.banked_pages:          resb 1
.linear_pages:          resb 1
.linear_masks:          resb 8
.max_clock:             resd 1
endstruc

; mode attributes
INFO_SUPPORTED          equ 3                   ; and the optional fields are there
INFO_TELETYPE           equ 4
INFO_COLOUR             equ 8
INFO_GRAPHICS           equ 10h
INFO_NOT_VGA            equ 20h                 ; the CRTC's registers do not govern the picture
INFO_LINEAR             equ 80h

; AL=01h: CX = mode, ES:DI = room for 256 bytes
vbe_mode_information:
        mov     ax, [caller_cx]
        and     ax, 1FFh
        call    find_vbe_mode
        jc      .failed
        mov     di, [caller_di]
        push    di
        xor     ax, ax
        mov     cx, 128
        rep stosw
        pop     di
        call    describe_size
        cmp     byte [cs:si + vbe_mode.model], MODEL_TEXT
        je      .done
        call    describe_pages
        call    describe_masks
        call    describe_frame_buffer
.done:
        mov     ax, VBE_OK
        ret
.failed:
        mov     ax, VBE_FAILED
        ret

; CS:SI = row, ES:DI = block
describe_size:
        mov     byte [es:di + mode_info.window_a], 7    ; there, readable, writable
        mov     word [es:di + mode_info.granularity], 64
        mov     word [es:di + mode_info.window_size], 64
        mov     byte [es:di + mode_info.banks], 1
        mov     byte [es:di + mode_info.one], 1
        mov     byte [es:di + mode_info.char_width], 8
        mov     byte [es:di + mode_info.char_height], 16
        mov     dword [es:di + mode_info.max_clock], 230000000
        call    vbe_bytes_per_line
        mov     [es:di + mode_info.bytes_per_line], ax
        mov     [es:di + mode_info.linear_bytes_per_line], ax
        mov     ax, [cs:si + vbe_mode.width]
        mov     [es:di + mode_info.width], ax
        mov     ax, [cs:si + vbe_mode.height]
        mov     [es:di + mode_info.height], ax
        mov     ax, [cs:si + vbe_mode.bpp]      ; and the model
        mov     [es:di + mode_info.bpp], al
        mov     [es:di + mode_info.model], ah
        mov     byte [es:di + mode_info.planes], 4
        mov     bl, INFO_SUPPORTED | INFO_COLOUR | INFO_TELETYPE
        mov     word [es:di + mode_info.segment_a], SEG_COLOUR
        cmp     ah, MODEL_TEXT
        je      .text
        mov     word [es:di + mode_info.segment_a], SEG_GRAPHICS
        mov     word [es:di + mode_info.window_function], window_function
        mov     [es:di + mode_info.window_function + 2], cs
        or      bl, INFO_GRAPHICS
        cmp     ah, MODEL_PLANAR
        je      .planar
        mov     byte [es:di + mode_info.planes], 1
        or      bl, INFO_NOT_VGA
        cmp     ah, MODEL_PACKED
        je      .attributes
        and     bl, ~INFO_TELETYPE
        jmp     .attributes
.planar:
        cmp     word [cs:si + vbe_mode.number], 102h
        je      .attributes
        and     bl, ~INFO_TELETYPE
        jmp     .attributes
.text:
        mov     word [es:di + mode_info.granularity], 32
        mov     word [es:di + mode_info.window_size], 32
        cmp     word [cs:si + vbe_mode.height], 25
        je      .attributes
        mov     byte [es:di + mode_info.char_height], 8
.attributes:
        mov     [es:di + mode_info.attributes], bl
        ret

; How many pictures the memory holds besides the first
describe_pages:
        movzx   eax, word [es:di + mode_info.bytes_per_line]
        movzx   ecx, word [es:di + mode_info.height]
        imul    ecx, eax
        cmp     byte [es:di + mode_info.model], MODEL_PLANAR
        jne     .divide
        shl     ecx, 2
.divide:
        call    dispi_memory
        movzx   eax, ax
        shl     eax, 16
        xor     edx, edx
        div     ecx
        dec     eax
        cmp     eax, 255
        jbe     .store
        mov     al, 255
.store:
        mov     [es:di + mode_info.pages], al
        mov     [es:di + mode_info.banked_pages], al
        mov     [es:di + mode_info.linear_pages], al
        ret

; Size and position of red, green, blue and the rest of a direct colour pixel
describe_masks:
        cmp     byte [es:di + mode_info.model], MODEL_DIRECT
        jne     .return
        mov     bx, .masks15
        mov     al, [es:di + mode_info.bpp]
        cmp     al, 15
        je      .copy
        mov     bx, .masks16
        cmp     al, 16
        je      .copy
        mov     bx, .masks24
        cmp     al, 24
        je      .copy
        mov     bx, .masks32
.copy:
        mov     eax, [cs:bx]
        mov     [es:di + mode_info.masks], eax
        mov     [es:di + mode_info.linear_masks], eax
        mov     eax, [cs:bx + 4]
        mov     [es:di + mode_info.masks + 4], eax
        mov     [es:di + mode_info.linear_masks + 4], eax
        cmp     byte [cs:bx + 6], 0
        je      .return
        mov     byte [es:di + mode_info.masks + 8], 2   ; the rest is free for the program
.return:
        ret
.masks15:
        db      5, 10, 5, 5, 5, 0, 1, 15
.masks16:
        db      5, 11, 6, 5, 5, 0, 0, 0
.masks24:
        db      8, 16, 8, 8, 8, 0, 0, 0
.masks32:
        db      8, 16, 8, 8, 8, 0, 8, 24

describe_frame_buffer:
        cmp     byte [es:di + mode_info.model], MODEL_PLANAR
        je      .return                         ; planes have no linear form
        call    find_frame_buffer
        test    eax, eax
        jz      .return
        mov     [es:di + mode_info.lfb], eax
        or      byte [es:di + mode_info.attributes], INFO_LINEAR
.return:
        ret

; -> EAX = the adapter's BAR 0, 0: not a PCI adapter, or without an address. Changes BX, EDX.
find_frame_buffer:
        mov     bx, 0                           ; device and function
.next:
        mov     al, 0
        call    read_configuration
        cmp     eax, 11111234h
        je      .found
        add     bl, 8
        jnc     .next
        xor     eax, eax
        ret
.found:
        mov     al, 10h
        call    read_configuration
        and     eax, ~0Fh
        ret

; BL = device and function on bus 0, AL = register -> EAX. Changes EDX.
read_configuration:
        movzx   eax, al
        mov     ah, bl
        or      eax, 80000000h
        mov     dx, 0CF8h
        out     dx, eax
        mov     dx, 0CFCh
        in      eax, dx
        ret
