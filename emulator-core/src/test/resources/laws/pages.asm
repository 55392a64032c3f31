; A loop that runs from one page into the next, with an instruction across the boundary and calls of a function two pages on, under
; paging. Every 64 rounds the second page is mapped to its other copy, whose code adds another number, and INVLPG says so.
; Loaded and entered at 10000h in flat 32-bit protected mode; EAX is the sum. Ends with HLT.
    cpu 686
    bits 32
    org 0x10000
directory equ 0x40000
table   equ 0x41000
copies  equ 0x50000                 ; of the second page: here and in the page behind
virtual equ 0x400000                ; the two pages of the loop, and one with the function

    mov esp, 0x30000
    ; the first 4 MiB onto themselves
    mov edi, table
    mov eax, 3
identity:
    stosd
    add eax, 0x1000
    cmp eax, 0x400003
    jne identity
    mov dword [directory], table + 3
    mov dword [directory + 4], table + 0x1003
    mov dword [table + 0x1000], 0x52003
    mov dword [table + 0x1004], copies + 3
    mov dword [table + 0x1008], 0x53003
    ; the loop's code: its first part ends with three bytes of a five-byte instruction
    mov esi, first
    mov edi, 0x53000 - FIRST
    mov ecx, FIRST
    rep movsb
    mov esi, second
    mov edi, copies
    mov ecx, SECOND
    rep movsb
    mov esi, second
    mov edi, copies + 0x1000
    mov ecx, SECOND
    rep movsb
    mov byte [copies + 0x1000 + ADDEND], 5
    mov esi, function
    mov edi, 0x53000
    mov ecx, FUNCTION
    rep movsb
    mov eax, directory
    mov cr3, eax
    mov eax, cr0
    or eax, 0x80000000
    mov cr0, eax
    xor eax, eax
    mov ebp, 40
outer:
    mov ecx, 64
    mov ebx, virtual + 0x1000 - FIRST
    call ebx
    xor dword [table + 0x1004], 0x1000
    invlpg [virtual + 0x1000]
    dec ebp
    jnz outer
    cli
    hlt

first:
.again:
    lea edx, [ecx + 1]
    add eax, edx
    db 0x05, 0x11, 0x22             ; ADD EAX, 44332211h
FIRST equ $ - first
second:
    db 0x33, 0x44
ADDEND equ $ - second + 2
    add eax, byte 1
    call second + 0x1000            ; the function, a page on
    dec ecx
    jnz second - FIRST
    ret
SECOND equ $ - second
function:
    xor eax, edx
    ret
FUNCTION equ $ - function
