; The same in a 16-bit segment, with short, expand-down and read-only data segments.
%include "harness.inc"
%include "paging.inc"
CASES   equ 1000
code    equ 0x3e000
data    equ 0x3c000

random:
    mov eax, [seed]
    imul eax, 1103515245
    add eax, 12345
    mov [seed], eax
    shr eax, 8
    ret

main:
    call enable_paging
    mov edi, table0 + 0x280
    xor eax, eax
    mov ecx, (0x1000 - 0x280) / 4
    rep stosd
    mov dword [table0 + 0x400], 0x100003    ; the tables themselves
    mov dword [table0 + 0x404], 0x101003
    mov dword [table0 + 0x408], 0x102003
    mov dword [directory + 4], 0
    ; supervisor: everything but data, code and stack pages
    mov edi, table0
    mov ecx, 0xa0
.sup:
    and dword [edi], ~U
    add edi, 4
    loop .sup
    or dword [table0 + 0x3c * 4], U
    or dword [table0 + 0x3d * 4], U
    or dword [table0 + 0x3e * 4], U
    mov eax, directory
    mov cr3, eax
    mov eax, cr0
    or eax, 0x20
    mov cr0, eax
    mov byte [idt + 3 * 8 + 5], 0x8e
    mov byte [idt + 4 * 8 + 5], 0x8e
    mov byte [idt + BACK * 8 + 5], 0x8e
    mov dword [left], CASES
    SEGMENT 0x40, 0x30000, 0xffff, 0xfb, 0x0        ; code
    SEGMENT 0x48, 0x30000, 0xffff, 0xf3, 0x0        ; data
    SEGMENT 0x50, 0x30000, 0xcfff, 0xf7, 0x0        ; expand-down
    SEGMENT 0x58, 0x30000, 0xffff, 0xf1, 0x0        ; read-only
    SEGMENT 0x60, 0x30000, 0xc05f, 0xf3, 0x0        ; short
case:
    fninit
    ; data
    mov edi, data
    mov ecx, 0x80
.fill:
    call random
    stosd
    loop .fill
    ; code
    mov edi, code
    mov dword [edi], 0
    mov dword [edi + 4], 0
    mov dword [edi + 8], 0
    mov dword [edi + 12], 0
    mov dword [edi + 16], 0x90909090
    call random
    test al, 0xc0
    jnz .noprefix
    mov ecx, eax
    shr ecx, 8
    and ecx, 15
    mov al, [prefixes + ecx]
    stosb
.noprefix:
    call random
    test ah, 3
    jz .one
    mov byte [edi], 0x0f
    inc edi
.one:
    stosb
    call random
    stosb
    call random
    test ah, 7
    jz .wild
    and al, 0x1f
    stosb
    jmp .filled
.wild:
    stosd
    call random
    stosd
.filled:
    ; what must not be compared: input from ports that nobody has, counters, CPUID, and what newer CPUs have
    mov eax, [code]
    call is_input
    je case
    shr eax, 8
    call is_input
    je case
    mov eax, [code]
    cmp al, 0x0f
    je .two
    shr eax, 8
    cmp al, 0x0f
    jne .fine
.two:
    cmp ah, 0x18
    je case
    cmp ah, 0xae
    je case
    cmp ah, 0x31
    je case
    cmp ah, 0x33
    je case
    cmp ah, 0xa2
    je case
.fine:
    mov eax, [code]
    bswap eax
    call print_hex32
    mov eax, [code + 4]
    bswap eax
    call print_hex32
    PRINT " "
    mov dword [tried_at], 0xe000
    mov dword [resume], outcome
    mov [saved_esp], esp
    call random
    mov [first], eax
    call random
    mov [second], eax
    call random
    and eax, 0x8d5
    or eax, 0x102
    push dword 0x4b
    push dword 0xd100
    push eax
    push dword 0x43
    push dword 0xe000
    mov ax, 0x4b
    mov es, ax
    mov ax, 0x53
    mov fs, ax
    mov ax, 0x5b
    mov gs, ax
    mov eax, [first]
    mov edx, [second]
    mov ecx, edx
    and ecx, 7
    mov ebx, 0xc000 + 0x40
    mov ebp, 0xc000 + 0x80
    mov esi, 0xc000 + 0x20
    mov edi, 0xc000 + 0xa0
    push ax
    mov ax, 0x63
    mov ds, ax
    pop ax
    iretd

is_input:                               ; AL: INS and IN
    cmp al, 0x6c
    je .end
    cmp al, 0x6d
    je .end
    cmp al, 0xe4
    je .end
    cmp al, 0xe5
    je .end
    cmp al, 0xec
    je .end
    cmp al, 0xed
.end:
    ret

outcome:
    mov [now], eax
    mov [now + 4], ecx
    mov [now + 8], edx
    mov [now + 12], ebx
    mov [now + 16], ebp
    mov [now + 20], esi
    mov [now + 24], edi
    mov eax, [last_flags]
    and eax, ~0x1008d5
    SHOW "f", eax
    SHOW "sp", [last_esp]
    mov eax, [now]
    SHOW "a", eax
    SHOW "c", [now + 4]
    SHOW "d", [now + 8]
    mov eax, [now + 12]
    rol eax, 5
    xor eax, [now + 16]
    rol eax, 5
    xor eax, [now + 20]
    rol eax, 5
    xor eax, [now + 24]
    SHOW "r", eax
    movzx eax, word [last_ds]
    SHOW "ds", eax
    xor eax, eax
    mov esi, data
    mov ecx, 0x460
.sum:
    rol eax, 3
    xor eax, [esi]
    add esi, 4
    loop .sum
    SHOW "m", eax
    PRINT {10}
    xor eax, eax
    mov dr6, eax
    dec dword [left]
    jnz case
    ret

prefixes: db 0x66, 0x66, 0x66, 0x66, 0x67, 0x67, 0xf0, 0x26, 0xf2, 0xf3, 0xf3, 0x2e, 0x64, 0x36, 0x65, 0x67
    align 4
seed:   dd 0x5a345678
left:   dd 0
first:  dd 0
second: dd 0
now:    times 7 dd 0
