; Generates code for ever: fills a page of a window with functions made of a running number, has each loop so often that it is
; translated, checks what they compute, and goes on to the next page. Loaded and entered at 10000h in flat 32-bit protected mode.
; The window begins at 100000h and ends where the dword at 8004h says; the dword at 8000h counts the pages. HLT if a sum is wrong.
    cpu 686
    bits 32
    org 0x10000
window  equ 0x100000
pages   equ 0x8000
end     equ 0x8004
FUNCTIONS equ 16
ROUNDS  equ 40

    mov esp, 0x30000
    mov dword [pages], 0
    mov ebx, 1
next_window:
    mov edi, window
next_page:
    mov ecx, FUNCTIONS
    mov esi, edi
make:
    mov byte [esi], 0x05            ; ADD EAX, number
    mov [esi + 1], ebx
    mov byte [esi + 5], 0x35        ; XOR EAX, number * 3
    lea edx, [ebx + ebx * 2]
    mov [esi + 6], edx
    mov dword [esi + 10], 0xc3f37549    ; DEC ECX; JNZ to the start; RET
    add ebx, 0x9e3779b1
    add esi, 0x100
    loop make

    mov esi, edi
    mov ebp, FUNCTIONS
try:
    xor eax, eax
    mov ecx, ROUNDS
    call esi
    mov [sum], eax
    ; the same by data
    xor eax, eax
    mov ecx, ROUNDS
check:
    add eax, [esi + 1]
    xor eax, [esi + 6]
    dec ecx
    jnz check
    cmp eax, [sum]
    jne wrong
    add esi, 0x100
    dec ebp
    jnz try

    inc dword [pages]
    add edi, 0x1000
    cmp edi, [end]
    jb next_page
    jmp next_window
wrong:
    cli
    hlt
sum: dd 0
