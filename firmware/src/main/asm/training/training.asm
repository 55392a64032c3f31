; A Multiboot kernel (ELF) that does a little of everything, over and over: what the JVM learns while it runs is kept for later
; starts (see the launcher). It prints a line on COM1 in each round and ends by the debug-exit port.

BITS 32

LOAD            equ 100000h
FILE            equ 4096
MEMORY          equ 40000h                      ; with what is not in the file, and the stack at the end
MAGIC           equ 1BADB002h
COM1            equ 3F8h
LSR             equ COM1 + 5
LSR_THR_EMPTY   equ 20h
DEBUG_EXIT      equ 0F4h
ROUNDS          equ 15
MAPPED          equ 16                          ; page tables, 4 MiB each
PRESENT_WRITE   equ 3
CR0_PG          equ 80000000h
INTERRUPT_GATE  equ 8E00h
VECTOR          equ 80h
BUFFER          equ 65536
POLYNOMIAL      equ 0EDB88320h

        org     LOAD

; The ELF header and its only program header, which loads the whole file.
start:  db      7Fh, "ELF", 1, 1, 1             ; 32 bits, little endian
        times 9 db 0
        dw      2, 3                            ; executable, i386
        dd      1, begin, program - start, 0, 0
        dw      52, 32, 1, 0, 0, 0
program:
        dd      1, 0, LOAD, LOAD, FILE, MEMORY, 7, 4096

        align   4
        dd      MAGIC, 0, -MAGIC

begin:  mov     esp, LOAD + MEMORY
        cld
        lgdt    [gdt_register]
        jmp     8:.flat
.flat:  mov     eax, 10h
        mov     ds, eax
        mov     es, eax
        mov     ss, eax
        call    map_memory
        mov     eax, system_call
        mov     [idt + VECTOR * 8], ax
        mov     word [idt + VECTOR * 8 + 2], 8
        mov     word [idt + VECTOR * 8 + 4], INTERRUPT_GATE
        shr     eax, 16
        mov     [idt + VECTOR * 8 + 6], ax
        lidt    [idt_register]
        fninit
        mov     dword [round], ROUNDS
.round: call    say
        call    fill
        call    checksum
        call    mix
        mov     eax, 14
        call    fibonacci
        call    dispatch
        call    system_calls
        call    reals
        dec     dword [round]
        jnz     .round
        xor     eax, eax
        mov     dx, DEBUG_EXIT
        out     dx, al
        cli
        hlt

; Maps the first addresses to themselves and turns paging on.
map_memory:
        mov     edi, page_tables
        mov     eax, PRESENT_WRITE
        mov     ecx, MAPPED * 1024
.page:  mov     [edi], eax
        add     eax, 4096
        add     edi, 4
        dec     ecx
        jnz     .page
        mov     edi, page_directory
        mov     eax, page_tables + PRESENT_WRITE
        mov     ecx, MAPPED
.table: stosd
        add     eax, 4096
        loop    .table
        mov     eax, page_directory
        mov     cr3, eax
        mov     eax, cr0
        or      eax, CR0_PG
        mov     cr0, eax
        ret

; Prints the line, waiting for the port before each character.
say:    mov     esi, line
.next:  lodsb
        test    al, al
        jz      .end
        mov     ah, al
        mov     edx, LSR
.wait:  in      al, dx
        test    al, LSR_THR_EMPTY
        jz      .wait
        mov     al, ah
        mov     edx, COM1
        out     dx, al
        jmp     .next
.end:   ret

fill:   mov     edi, buffer
        mov     ecx, BUFFER / 4
        mov     eax, [round]
        rep     stosd
        mov     esi, buffer
        mov     edi, buffer + BUFFER / 2
        mov     ecx, BUFFER / 8
        rep     movsd
        xor     ecx, ecx
.byte:  mov     eax, ecx
        shr     eax, 3
        xor     al, cl
        mov     [buffer + ecx], al
        inc     ecx
        cmp     ecx, BUFFER
        jb      .byte
        ret

; The bitwise CRC-32 of a part of the buffer.
checksum:
        or      eax, -1
        mov     esi, buffer
        mov     ecx, BUFFER / 8
.byte:  movzx   edx, byte [esi]
        inc     esi
        xor     eax, edx
        mov     bl, 8
.bit:   shr     eax, 1
        jnc     .next
        xor     eax, POLYNOMIAL
.next:  dec     bl
        jnz     .bit
        loop    .byte
        mov     [result], eax
        ret

; Rotations, carries, products and quotients.
mix:    mov     ecx, 20000
        mov     esi, [result]
        mov     edi, ecx
.next:  rol     esi, 7
        add     edi, esi
        adc     esi, ecx
        mov     eax, edi
        imul    eax, eax, 1664525
        lea     edi, [eax + esi * 4 + 1013904223]
        mov     eax, esi
        mul     edi
        xor     esi, edx
        xor     edx, edx
        mov     ebx, ecx
        or      ebx, 1
        div     ebx
        sub     edi, edx
        sbb     esi, eax
        bt      esi, 5
        setc    al
        movzx   eax, al
        cmp     esi, edi
        cmovl   esi, edi
        shrd    edi, esi, 3
        dec     ecx
        jnz     .next
        mov     [result], edi
        ret

; The slow way: calls, returns and a stack. EAX in and out.
fibonacci:
        cmp     eax, 2
        jb      .end
        push    ebx
        mov     ebx, eax
        dec     eax
        call    fibonacci
        push    eax
        lea     eax, [ebx - 2]
        call    fibonacci
        pop     edx
        add     eax, edx
        pop     ebx
.end:   ret

; Jumps and calls through tables.
dispatch:
        mov     ecx, 5000
.next:  mov     eax, ecx
        and     eax, 3
        jmp     [.table + eax * 4]
.one:   add     edx, ecx
        jmp     .join
.two:   xor     edx, ecx
        jmp     .join
.three: call    [callees + eax * 4 - 8]
        jmp     .join
.four:  call    [callees + eax * 4 - 8]
.join:  dec     ecx
        jnz     .next
        ret
.table: dd      .one, .two, .three, .four

callees:
        dd      rotate, negate
rotate: ror     edx, 3
        ret
negate: neg     edx
        ret

system_calls:
        mov     ecx, 500
.next:  int     VECTOR
        loop    .next
        ret

system_call:
        push    ds
        pusha
        inc     dword [result]
        popa
        pop     ds
        iret

reals:  mov     ecx, 500
        fldz
.next:  fld1
        faddp
        fld     st0
        fsqrt
        fmul    dword [factor]
        faddp
        dec     ecx
        jnz     .next
        fstp    qword [real]
        ret

        align   8
gdt:    dq      0, 00CF9B000000FFFFh, 00CF93000000FFFFh
gdt_register:
        dw      gdt_register - gdt - 1
        dd      gdt
idt_register:
        dw      256 * 8 - 1
        dd      idt
factor: dd      0.5
line:   db      "training", 10, 0

        times   FILE - ($ - $$) db 0            ; what follows is not in the file and begins at a page

        absolute LOAD + FILE
page_directory: resd    1024
page_tables:    resd    MAPPED * 1024
idt:            resq    256
buffer:         resb    BUFFER
round:          resd    1
result:         resd    1
real:           resq    1
