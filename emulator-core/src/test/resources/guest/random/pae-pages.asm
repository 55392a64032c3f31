; The same with PAE: entries of eight bytes, the XD bit, reserved bits.
%include "harness.inc"
P   equ 1
W   equ 2
U   equ 4
PS  equ 0x80
pointers    equ 0x100000
directory   equ 0x101000
table1      equ 0x102000
frame_a     equ 0x110000
frame_b     equ 0x111000
CASES   equ 1500

random:
    mov eax, [seed]
    imul eax, 1103515245
    add eax, 12345
    mov [seed], eax
    shr eax, 8
    ret

; An entry (its rights in the low bits, mostly present) for the frame in EBX.
entry:
    call random
    mov edx, eax
    and eax, 0x16e                      ; W U A D G
    or eax, ebx
    test edx, 0x7000
    jz .absent
    or eax, P
.absent:
    ; the upper half: XD one time in four, a reserved bit one time in thirty-two
    xor ecx, ecx
    test edx, 0x18000
    jnz .executable
    or ecx, 0x80000000
.executable:
    test edx, 0x3e0000
    jnz .valid
    or ecx, 0x00010000
.valid:
    ret

main:
    mov edi, pointers
    mov ecx, 0xc00
    xor eax, eax
    rep stosd
    mov dword [pointers], directory | 1
    mov dword [directory], 0x87
    mov ecx, 0xc0000080
    rdmsr
    or eax, 0x800
    wrmsr
    mov eax, cr4
    or eax, 0xa0                        ; PAE, PGE
    mov cr4, eax
    mov eax, pointers
    mov cr3, eax
    mov eax, cr0
    or eax, 0x80000000
    mov cr0, eax
    mov dword [left], CASES
case:
    ; two pages side by side, a directory entry that may be a large page
    mov ebx, frame_a
    call entry
    mov [table1], eax
    mov [table1 + 4], ecx
    mov ebx, frame_b
    call entry
    mov [table1 + 8], eax
    mov [table1 + 12], ecx
    mov ebx, table1
    call entry
    test eax, P
    jnz .there
    call entry
.there:
    and eax, ~0x140
    call large
    mov [directory + 8], eax
    mov [directory + 12], ecx
    mov eax, [table1]
    mov [before], eax
    ; WP
    call random
    mov ebx, cr0
    and ebx, ~0x10000
    test al, 8
    jz .wp
    or ebx, 0x10000
.wp:
    mov cr0, ebx
    mov eax, cr4                        ; flushes everything
    xor eax, 0x80
    mov cr4, eax
    xor eax, 0x80
    mov cr4, eax
    ; the address: within the first page, or across
    call random
    mov ecx, eax
    and eax, 0x7
    add eax, 0x200ff8
    test ecx, 0x700
    jnz .across
    sub eax, 0x800
.across:
    mov [address], eax
    call random
    and eax, 15
    mov [operation], eax
    mov dword [tried_at], here
    mov dword [resume], outcome
    mov [saved_esp], esp
    xor ecx, ecx
    mov cr2, ecx
    mov edi, [operations + eax * 4]
    mov esi, [address]
    mov eax, [operation]
    and eax, 14
    cmp eax, 8             ; PUSH and POP: a fault on the stack of ring 0 could not be delivered
    je enter_ring3
    call random
    test al, 0x10
    jnz enter_ring3
here:
    jmp edi

large:                                  ; now and then
    push eax
    call random
    test al, 0x1c
    pop eax
    jnz .no
    and eax, 0x67
    test al, 0x40
    jz .bare
    or eax, 0x2000
.bare:
    or eax, PS
.no:
    ret

outcome:
    mov eax, cr2
    SHOW "a", eax
    SHOW "d", [directory + 8]
    SHOW "t", [table1]
    SHOW "u", [table1 + 8]
    SHOW "x", [directory + 12]
    SHOW "x", [table1 + 4]
    mov eax, [operation]
    SHOW "op", eax
    SHOW "c", [last_cs]
    PRINT {10}
    dec dword [left]
    jnz case
    ret

    align 4
operations:
    dd read8, read16, read32, write8, write16, write32, update, compare
    dd push32, pop32, string, exchange, bit_set, read32, write32, fetch

read8:
    mov al, [esi]
    int BACK
read16:
    mov ax, [esi]
    int BACK
read32:
    mov eax, [esi]
    int BACK
write8:
    mov [esi], al
    int BACK
write16:
    mov [esi], ax
    int BACK
write32:
    mov [esi], eax
    int BACK
update:
    add [esi], eax
    int BACK
compare:
    cmp [esi], eax
    int BACK
push32:
    lea esp, [esi + 4]
    push eax
    int BACK
pop32:
    mov esp, esi
    pop eax
    int BACK
string:
    mov edi, esi
    mov ecx, 2
    rep stosd
    int BACK
exchange:
    cmpxchg [esi], ecx
    int BACK
bit_set:
    bts dword [esi], 5
    int BACK
fetch:
    mov dword [frame_a + 0xffc], 0x9030cd90
    mov eax, esi
    and eax, 0xfffff000
    mov word [frame_a], 0x30cd
    mov word [0], 0x30cd                ; where a large page leads
    jmp eax

    align 4
seed:       dd 0x12345678
left:       dd 0
before:     dd 0
address:    dd 0
operation:  dd 0
