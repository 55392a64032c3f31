; Programs in ring 3, whose memory is mapped page by page; and the way to them and back.

; Runs one with pages that are not there yet: every other time it is entered by IRET.
processes:
        lea     rdi, [table + (USER_MEMORY - USER) / 4096 * 8]
        xor     eax, eax
        mov     ecx, USER_PAGES
        rep stosq
        mov     rax, cr3
        mov     cr3, rax
        invlpg  [buffer]
        fxsave64 [state]
        call    enter
        fxrstor64 [state]
        ret

enter:  push    rbx
        push    rbp
        push    r12
        push    r13
        push    r14
        push    r15
        mov     [gs:SUSPENDED], rsp
        test    byte [round], 1
        jz      .iret
        mov     ecx, USER
        mov     r11d, 202h
        mov     rsp, USER_STACK
        swapgs
        o64 sysret
.iret:  push    USER_DATA
        push    USER_STACK
        push    202h
        push    USER_CODE
        push    USER
        swapgs
        iretq

        align   4096
user_code:
        push    rbp
        mov     rbp, rsp
        sub     rsp, 32
        mov     ebx, USER_MEMORY
        mov     r12d, USER_PAGES - 1
.touch: mov     [rbx + 40], r12
        mov     rax, [rbx + 40]
        add     [rbp - 8], rax
        add     rbx, 4096
        dec     r12
        jnz     .touch
        mov     r13d, CALLS
.call:  mov     eax, r13d
        and     eax, 3
        mov     edi, USER_MEMORY + 128
        mov     esi, r13d
        syscall
        mov     [rbp - 16], rax
        dec     r13
        jnz     .call
        mov     r13d, GATE_CALLS
.gate:  mov     eax, r13d
        int     SYSTEM_GATE
        dec     r13d
        jnz     .gate
        mov     edi, USER_MEMORY
        mov     ecx, 12000
.work:  movzx   eax, cl
        mov     rdx, [rdi + rax * 8]
        imul    rdx, rdx, 31
        add     rdx, rcx
        mov     [rdi + rax * 8], rdx
        test    dl, 7
        jnz     .next
        push    rdx
        call    .leaf
        pop     rdx
.next:  dec     ecx
        jnz     .work
        add     rsp, 32
        pop     rbp
        mov     eax, EXIT
        syscall
.leaf:  mov     rax, [rsp + 8]
        ror     rax, 11
        xor     [rdi + 8], rax
        ret
        align   4096
