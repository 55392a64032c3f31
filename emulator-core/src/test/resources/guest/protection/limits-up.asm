; An access must lie within the limit with all of its bytes; G counts in pages.
%include "harness.inc"
main:
    SEGMENT 0x40, 0x40000, 0xfff, 0x92, 0x4
    SEGMENT 0x48, 0x40000, 0, 0x92, 0xc
    SEGMENT 0x50, 0x40000, 0, 0x92, 0x4
    mov eax, 0x40
    mov es, ax
    TRY "last dword", mov eax, [es:0xffc]
    TRY "one byte too far", mov eax, [es:0xffd]
    TRY "last word", mov [es:0xffe], ax
    TRY "word too far", mov [es:0xfff], ax
    TRY "last byte", mov [es:0xfff], al
    TRY "byte beyond", mov [es:0x1000], al
    TRY "far beyond", mov al, [es:0xffffffff]
    mov eax, 0x48
    mov es, ax
    TRY "page limit: last dword", mov eax, [es:0xffc]
    TRY "page limit: too far", mov eax, [es:0xffe]
    mov eax, 0x50
    mov es, ax
    TRY "limit 0: byte 0", mov al, [es:0]
    TRY "limit 0: word 0", mov ax, [es:0]
    TRY "read-modify-write beyond", add dword [es:4], 1
    mov eax, 0x40
    mov fs, ax
    TRY "FS: string beyond", call string
    ret
string:
    mov esi, 0xffe
    fs lodsd
    ret
