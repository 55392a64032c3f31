; The kernel's own work: strings, numbers, tables, lists and ports.

; Prints the line, waiting for the port before each character.
say:    lea     rsi, [line]
.next:  lodsb
        test    al, al
        jz      .end
        mov     ah, al
        mov     edx, LSR
.wait:  in      al, dx
        pause
        test    al, LSR_THR_EMPTY
        jz      .wait
        mov     al, ah
        mov     edx, COM1
        out     dx, al
        jmp     .next
.end:   ret

fill:   lea     rdi, [buffer]
        mov     ecx, BUFFER / 8
        mov     eax, [round]
        rep stosq
        lea     rsi, [buffer]
        lea     rdi, [buffer + BUFFER / 2]
        mov     ecx, BUFFER / 16
        rep movsq
        lea     rdi, [buffer]
        mov     ecx, BUFFER / 8
        rep stosd
        mov     ecx, 1000
        rep stosb
        lea     rsi, [buffer + 3]
        lea     rdi, [buffer + 5000]
        mov     ecx, 3001
        rep movsb
        lea     r8, [buffer]
        xor     ecx, ecx
.byte:  mov     eax, ecx
        shr     eax, 3
        xor     al, cl
        mov     [r8 + rcx], al
        inc     rcx
        cmp     rcx, BUFFER
        jb      .byte
        ret

; Strings: lengths by SCAS, comparisons by CMPS and by loops.
compare:
        mov     r9d, 40
.next:  lea     rdi, [line]
        xor     eax, eax
        or      rcx, -1
        repne scasb
        not     rcx
        lea     rsi, [line]
        mov     rdi, rsi
        repe cmpsb
        lea     rsi, [line]
.copy:  movzx   edx, byte [rsi]
        movsx   r10d, byte [rsi]
        inc     rsi
        cmp     dl, r10b
        jne     .end
        test    edx, edx
        jnz     .copy
        dec     r9d
        jnz     .next
.end:   ret

; The bitwise CRC-64 of a part of the buffer.
checksum:
        or      rax, -1
        lea     rsi, [buffer]
        mov     r9, POLYNOMIAL
        mov     ecx, BUFFER / 8
.byte:  movzx   edx, byte [rsi]
        inc     rsi
        xor     rax, rdx
        mov     r8d, 8
.bit:   mov     r10, rax
        shr     rax, 1
        and     r10d, 1
        neg     r10
        and     r10, r9
        xor     rax, r10
        dec     r8d
        jnz     .bit
        dec     ecx
        jnz     .byte
        mov     [result], rax
        ret

; Rotations, carries, products and quotients.
mix:    mov     ecx, 15000
        mov     rsi, [result]
        mov     rdi, rcx
        mov     r9, 6364136223846793005
.next:  rol     rsi, 7
        add     rdi, rsi
        adc     rsi, rcx
        mov     rax, rdi
        imul    rax, r9
        lea     rdi, [rax + rsi * 4 + 1013904223]
        mov     rax, rsi
        mul     rdi
        xor     rsi, rdx
        xor     edx, edx
        mov     ebx, ecx
        or      rbx, 1
        div     rbx
        sub     rdi, rdx
        sbb     rsi, rax
        movsxd  r10, edi
        imul    r11d, r10d, 77
        mov     eax, r11d
        cdq
        idiv    ebx
        cqo
        add     r10, rax
        bt      rsi, 37
        setc    al
        movzx   eax, al
        cmp     rsi, rdi
        cmovl   rsi, rdi
        shrd    rdi, rsi, 3
        shld    rsi, r10, 5
        bswap   r10
        sar     r10, cl
        not     r10
        xor     rdi, r10
        dec     ecx
        jnz     .next
        mov     [result], rdi
        ret

; Bit maps in memory and registers, bytes and words.
bit_maps:
        lea     rdi, [buffer]
        mov     ecx, 5000
.next:  mov     eax, ecx
        and     eax, 0FFFh
        bts     [rdi], rax
        btr     qword [rdi + 64], 17
        mov     rdx, [rdi + rax * 8]
        bsf     r8, rdx
        jz      .none
        bsr     r9, rdx
        sub     r9, r8
        popcnt  r10, rdx
.none:  mov     r8w, [rdi + 10]
        add     r8w, cx
        mov     [rdi + 12], r8w
        movzx   r9d, word [rdi + 12]
        or      byte [rdi + 20], 4
        and     word [rdi + 22], 0FFF0h
        xor     dword [rdi + 24], 12345h
        inc     qword [rdi + 32]
        sub     byte [rdi + 41], cl
        sete    byte [rdi + 42]
        cmp     qword [rdi + 48], 5
        seta    r11b
        test    dword [rdi + 24], 40h
        cmovnz  r9d, ecx
        movsx   rax, byte [rdi + 41]
        movsx   edx, word [rdi + 12]
        cwde
        cdqe
        add     [rdi + 48], rax
        lea     rdx, [rdx + rdx * 2]
        shl     rdx, 9
        sar     edx, 2
        ror     dx, 3
        mov     [rdi + 56], rdx
        dec     ecx
        jnz     .next
        ret

; Locked operations, as locks and counters do them, with interrupts masked.
atoms:  mov     ecx, 3000
        lea     rdi, [lock_word]
.next:  pushfq
        cli
        mov     eax, 1
        xchg    eax, [rdi]
        lock inc qword [gs:SYSTEM_CALLS]
        lock dec qword [gs:SYSTEM_CALLS]
        mov     rax, [ticks]
        lea     rdx, [rax + 1]
        lock cmpxchg [ticks], rdx
        jne     fail
        mov     r8d, 3
        lock xadd [result], r8
        lock or dword [result], 8
        lock bts qword [result], 9
        mov     dword [rdi], 0
        popfq
        dec     ecx
        jnz     .next
        ret

; A list of nodes of 32 bytes through the buffer, made, sorted a little, and summed up.
chase:  lea     r8, [buffer]
        mov     ecx, 1024
        mov     rdx, r8
        xor     eax, eax
.make:  imul    eax, eax, 1103515245
        add     eax, 12345
        mov     [rdx + 8], rax
        lea     r9, [rdx + 32]
        mov     [rdx], r9
        mov     [rdx + 16], rcx
        mov     rdx, r9
        dec     ecx
        jnz     .make
        mov     qword [rdx - 32], 0
        mov     r11d, 4
.pass:  mov     rdx, r8
        xor     r10d, r10d
.node:  mov     rsi, [rdx]
        test    rsi, rsi
        jz      .last
        mov     rax, [rdx + 8]
        cmp     rax, [rsi + 8]
        jbe     .sorted
        mov     rdi, [rsi + 8]
        mov     [rsi + 8], rax
        mov     [rdx + 8], rdi
.sorted:
        add     r10, [rdx + 16]
        mov     rdx, rsi
        jmp     .node
.last:  dec     r11d
        jnz     .pass
        add     [result], r10
        ret

; The slow way: calls, returns and a stack. From RDI to RAX.
fibonacci:
        mov     eax, edi
        cmp     edi, 2
        jb      .end
        push    rbx
        push    r12
        mov     rbx, rdi
        lea     edi, [rbx - 1]
        call    fibonacci
        mov     r12, rax
        lea     edi, [rbx - 2]
        call    fibonacci
        add     rax, r12
        pop     r12
        pop     rbx
.end:   ret

; Jumps and calls through tables.
dispatch:
        mov     ecx, 5000
        lea     r8, [.table]
        lea     r9, [callees]
.next:  mov     eax, ecx
        and     eax, 3
        jmp     [r8 + rax * 8]
.one:   add     rdx, rcx
        jmp     .join
.two:   xor     rdx, rcx
        jmp     .join
.three: call    [r9 + rax * 8 - 16]
        jmp     .join
.four:  mov     rax, [r9 + 8]
        call    rax
.join:  dec     ecx
        jnz     .next
        ret
        align   8
.table: dq      .one, .two, .three, .four

callees:
        dq      rotate, negate
rotate: ror     rdx, 3
        ret
negate: enter   32, 0
        neg     rdx
        mov     [rbp - 8], rdx
        leave
        ret

; Scalar SSE2.
scalars:
        mov     ecx, 3000
        cvtsi2sd xmm0, rcx
        xorpd   xmm1, xmm1
        movsd   xmm2, [half]
.next:  addsd   xmm1, xmm0
        mulsd   xmm1, xmm2
        cvtsi2sd xmm3, ecx
        divsd   xmm3, [three]
        subsd   xmm0, xmm3
        sqrtsd  xmm4, xmm3
        maxsd   xmm4, xmm1
        comisd  xmm4, xmm0
        jbe     .less
        movapd  xmm0, xmm4
.less:  cvttsd2si rax, xmm4
        cvtsd2ss xmm5, xmm4
        addss   xmm5, xmm5
        cvtss2sd xmm5, xmm5
        movq    rdx, xmm5
        movq    xmm6, rax
        andpd   xmm5, xmm6
        dec     ecx
        jnz     .next
        movsd   [result], xmm1
        ret

; Packed SSE2.
vectors:
        mov     ecx, 2000
        lea     rdi, [buffer]
        pxor    xmm7, xmm7
.next:  movdqu  xmm0, [rdi + 1]
        movdqa  xmm1, [rdi + 16]
        paddd   xmm0, xmm1
        pxor    xmm1, xmm0
        pshufd  xmm2, xmm1, 1Bh
        punpcklbw xmm2, xmm7
        pmullw  xmm2, xmm1
        pmaddwd xmm1, xmm2
        paddq   xmm1, xmm0
        psubb   xmm0, xmm2
        pand    xmm2, xmm1
        por     xmm2, xmm0
        psrlq   xmm2, 7
        pslld   xmm0, 3
        psrldq  xmm1, 4
        pcmpeqb xmm3, xmm0
        pmovmskb eax, xmm3
        pminub  xmm0, xmm2
        packuswb xmm0, xmm1
        punpcklqdq xmm1, xmm0
        movdqa  [rdi + 32], xmm0
        movdqu  [rdi + 49], xmm1
        cvtdq2ps xmm4, xmm2
        addps   xmm4, xmm4
        mulps   xmm4, xmm4
        shufps  xmm4, xmm4, 4Eh
        movups  [rdi + 65], xmm4
        movd    edx, xmm4
        movd    xmm5, ecx
        pinsrw  xmm5, edx, 2
        movnti  [rdi + 96], eax
        dec     ecx
        jnz     .next
        ret

; The same work in other registers, displacements and orders, so that much of it is decoded and translated.
%macro variant 6
        mov     ecx, 1500
        lea     %1, [buffer + n * 64]
        mov     %2, 123456789 * (n + 1)
        lea     %3, [%2 + 77]
        lea     %4, [%2 * 4 + n]
        mov     %5, %3
        mov     %6, %4
%%next: mov     %5, [%1 + 8 * n]
        add     %5, %2
        cmp     %5, %3
        ja      %%above
        xor     %2, %4
        mov     [%1 + 8], %5
%%above:
        imul    %6, %2, 5 + n
        shr     %6, n + 1
        test    %6, 1 << (n % 8)
        jz      %%even
        sub     %3, [%1 + 16]
        mov     [%1 + 24], %3
        lea     %4, [%3 + %4 * 2 + n]
%%even: and     %4, 7FFFFFFFh - n
        inc     %3
        add     dword [%1 + 40], n
        or      %5, %6
        push    %5
        push    %2
        pop     %5
        pop     %2
        cmp     byte [%1 + 3], n
        jne     %%other
        mov     byte [%1 + 3], n + 1
%%other:
        mov     %6, %5
        shl     %6, 4
        add     %2, %6
        dec     ecx
        jnz     %%next
%endmacro

variants:
        push    rbx
        push    rbp
%assign n 0
%rep 6
        variant rax, rbx, rdx, rsi, rdi, rbp
        variant r8, r9, r10, r11, r12, r13
        variant rsi, rax, r14, rdx, r15, rbx
        variant r12, rdi, rbp, r9, rax, r8
%assign n n + 1
%endrep
        pop     rbp
        pop     rbx
        ret

; What the kernel asks processor and devices.
ports:  mov     r8d, 32
.next:  mov     eax, r8d
        out     CMOS, al
        in      al, CMOS + 1
        mov     eax, r8d
        shl     eax, 11
        or      eax, 80000000h
        mov     edx, PCI_ADDRESS
        out     dx, eax
        mov     edx, PCI_DATA
        in      eax, dx
        in      al, PIC1 + 1
        xor     eax, eax
        xor     ecx, ecx
        cpuid
        rdtsc
        mov     ecx, MSR_EFER
        rdmsr
        mov     rax, cr4
        mov     cr4, rax
        lea     rax, [buffer]
        invlpg  [rax]
        dec     r8d
        jnz     .next
        ret

wait_for_tick:
        mov     rbx, [ticks]
.wait:  sti
        hlt
        cli
        cmp     rbx, [ticks]
        je      .wait
        ret

        align   8
half:   dq      0.5
three:  dq      3.0
