; Expand-down segments: offsets above the limit are valid, up to 64 KiB or 4 GiB by B.
%include "harness.inc"
main:
    SEGMENT 0x40, 0, 0xfff, 0x96, 0x4
    SEGMENT 0x48, 0x40000, 0xfff, 0x96, 0x0
    SEGMENT 0x50, 0x40000, 0, 0x96, 0x8
    mov eax, 0x40
    mov es, ax
    TRY "at the limit", mov al, [es:0xfff]
    TRY "above the limit", mov al, [es:0x1000]
    TRY "dword across the limit", mov eax, [es:0xffd]
    TRY "below", mov al, [es:0]
    mov eax, 0x48
    mov es, ax
    TRY "small: last word", mov ax, [es:0xfffe]
    TRY "small: word across 64K", mov ax, [es:0xffff]
    TRY "small: beyond 64K", mov al, [es:0x10000]
    mov eax, 0x50
    mov es, ax
    TRY "page limit 0: FFF", mov al, [es:0xfff]
    TRY "page limit 0: 1000", mov al, [es:0x1000]
    ret
