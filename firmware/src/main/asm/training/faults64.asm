; What interrupts the kernel or its program: page faults, ticks, and system calls by SYSCALL and by a gate.

%macro save 0
        push    rax
        push    rcx
        push    rdx
        push    rsi
        push    rdi
        push    r8
        push    r9
        push    r10
        push    r11
%endmacro

%macro restore 0
        pop     r11
        pop     r10
        pop     r9
        pop     r8
        pop     rdi
        pop     rsi
        pop     rdx
        pop     rcx
        pop     rax
%endmacro

SAVED           equ 9 * 8

; GS is the kernel's on entry and the program's at the end, if it was the program that is interrupted. %1: bytes pushed.
%macro swap_gs 1
        test    byte [rsp + %1 + 8], 3
        jz      %%kernel
        swapgs
%%kernel:
%endmacro

; A page of the program is touched for the first time in this round.
page_fault:
        save
        swap_gs SAVED + 8
        mov     rax, cr2
        mov     rcx, rax
        sub     rcx, USER_MEMORY
        cmp     rcx, USER_PAGES * 4096
        jae     fail
        inc     qword [faults]
        shr     rcx, 12
        mov     rdx, rcx
        shl     rdx, 12
        lea     rdi, [user_pages]
        add     rdi, rdx
        mov     r8, rdi
        sub     r8, -80000000h                  ; VIRTUAL - LOAD: the physical address
        or      r8, USER_PAGE
        xor     eax, eax
        push    rcx
        mov     ecx, 4096 / 8
        rep stosq
        pop     rcx
        lea     rdi, [table + (USER_MEMORY - USER) / 4096 * 8]
        mov     [rdi + rcx * 8], r8
        swap_gs SAVED + 8
        restore
        add     rsp, 8                          ; the error code
        iretq

tick:   save
        swap_gs SAVED
        inc     qword [ticks]
        mov     al, 20h
        out     PIC1, al
        swap_gs SAVED
        restore
        iretq

; The number is in RAX, which takes the result.
system_gate:
        save
        swap_gs SAVED
        inc     qword [gs:SYSTEM_CALLS]
        swap_gs SAVED
        restore
        add     rax, rdi
        iretq

system_call:
        swapgs
        mov     [gs:USER_RSP], rsp
        mov     rsp, [gs:KERNEL_STACK]
        cmp     eax, EXIT
        je      .exit
        push    rcx
        push    r11
        push    rbx
        push    rbp
        inc     qword [gs:SYSTEM_CALLS]
        and     eax, 3
        lea     rbx, [.calls]
        call    [rbx + rax * 8]
        pop     rbp
        pop     rbx
        pop     r11
        pop     rcx
        mov     rsp, [gs:USER_RSP]
        swapgs
        o64 sysret
.exit:  mov     rsp, [gs:SUSPENDED]
        pop     r15
        pop     r14
        pop     r13
        pop     r12
        pop     rbp
        pop     rbx
        ret

        align   8
.calls: dq      .add, .subtract, .copy, .nothing

.add:   lea     rax, [rdi + rsi]
        ret
.subtract:
        mov     rax, rdi
        sub     rax, rsi
        ret
; Takes what lies at RDI, as copy_from_user.
.copy:  mov     rsi, rdi
        lea     rdi, [buffer]
        mov     ecx, 64
        rep movsb
        xor     eax, eax
        ret
.nothing:
        xor     eax, eax
        ret
