; A 64-bit kernel (ELF, entered as Linux's boot protocol enters one, in long mode with the first addresses mapped to themselves)
; that does in each round what kernels and programs do: what the JVM learns while it runs is kept for later starts (see the
; launcher). It prints a line on COM1 in each round and ends by the debug-exit port: 0 if it counted as many page faults,
; system calls and interrupts as there should be.

LOAD            equ 1000000h
VIRTUAL         equ 0FFFFFFFF81000000h
MEMORY          equ 200000h                     ; with what is not in the file
COM1            equ 3F8h
LSR             equ COM1 + 5
LSR_THR_EMPTY   equ 20h
PIC1            equ 20h
PIC2            equ 0A0h
PIT             equ 40h
CMOS            equ 70h
PCI_ADDRESS     equ 0CF8h
PCI_DATA        equ 0CFCh
DEBUG_EXIT      equ 0F4h
ROUNDS          equ 12
BUFFER          equ 65536
POLYNOMIAL      equ 0C96C5795D7870F42h          ; CRC-64/XZ, reflected

MSR_EFER        equ 0C0000080h
MSR_STAR        equ 0C0000081h
MSR_LSTAR       equ 0C0000082h
MSR_FMASK       equ 0C0000084h
MSR_GS_BASE     equ 0C0000101h
MSR_KERNEL_GS   equ 0C0000102h
EFER_SCE_NXE    equ 801h
CR4_BITS        equ 6A0h                        ; OSXMMEXCPT, OSFXSR, PGE, PAE
CR0_MP_NE_WP    equ 10022h
CR0_EM_TS       equ 0Ch

PRESENT_WRITE   equ 3
USER_PAGE       equ 7
LARGE_GLOBAL    equ 183h                        ; G, PS, writable, present

KERNEL_CODE     equ 8
KERNEL_DATA     equ 10h
USER_DATA       equ 18h + 3
USER_CODE       equ 20h + 3
TASK            equ 28h
GATE            equ 8E00h
USER_GATE       equ 0EE00h

PAGE_FAULT      equ 14
TICK            equ 20h
SYSTEM_GATE     equ 80h

USER            equ 400000h                     ; where user_code is mapped
USER_MEMORY     equ 500000h                     ; mapped page by page, when it is touched
USER_PAGES      equ 64                          ; the last one is the stack
USER_STACK      equ USER_MEMORY + USER_PAGES * 4096
CALLS           equ 400
GATE_CALLS      equ 50
EXIT            equ 9                           ; the number of the last system call

; Fields behind GS.
KERNEL_STACK    equ 0
USER_RSP        equ 8
SYSTEM_CALLS    equ 16
SUSPENDED       equ 24

        section .text start=0 vstart=VIRTUAL

bits 64
default rel

; The ELF header and its only program header, which loads the whole file.
start:  db      7Fh, "ELF", 2, 1, 1             ; 64 bits, little endian
        times 9 db 0
        dw      2, 62                           ; executable, x86-64
        dd      1
        dq      begin, program - start, 0
        dd      0
        dw      64, 56, 1, 0, 0, 0
program:
        dd      1, 7
        dq      0, VIRTUAL, LOAD, text_end - start, MEMORY, 200000h

; Still where the kernel was loaded: RIP-relative addresses are physical ones.
begin:  cld
        lea     rsp, [stack_end]
        call    map_memory
        mov     rax, .high
        jmp     rax
.high:  lea     rsp, [stack_end]
        call    set_segments
        call    set_gates
        call    set_registers
        call    set_interrupts
        mov     dword [round], ROUNDS
.round: call    say
        call    fill
        call    compare
        call    checksum
        call    mix
        call    bit_maps
        call    atoms
        call    chase
        mov     edi, 14
        call    fibonacci
        call    dispatch
        call    scalars
        call    vectors
        call    variants
        call    ports
        call    processes
        call    wait_for_tick
        dec     dword [round]
        jnz     .round
        cmp     qword [faults], ROUNDS * USER_PAGES
        jne     fail
        cmp     qword [per_cpu + SYSTEM_CALLS], ROUNDS * (CALLS + GATE_CALLS)
        jne     fail
        xor     eax, eax
        jmp     leave_machine
fail:   mov     eax, 1
leave_machine:
        mov     edx, DEBUG_EXIT
        out     dx, al
        cli
        hlt

; The kernel high up by pages of 2 MiB, the program's addresses by pages of 4 KiB. Before the move.
map_memory:
        lea     rdi, [pml4]
        lea     rax, [directory_pointers_high + PRESENT_WRITE]
        mov     [rdi + 511 * 8], rax
        lea     rax, [directory_pointers_low + USER_PAGE]
        mov     [rdi], rax
        lea     rax, [directory_high + PRESENT_WRITE]
        mov     [directory_pointers_high + 510 * 8], rax
        lea     rax, [directory_low + USER_PAGE]
        mov     [directory_pointers_low], rax
        lea     rax, [table + USER_PAGE]
        mov     [directory_low + USER / 200000h * 8], rax
        lea     rax, [user_code + USER_PAGE]
        mov     [table], rax
        lea     rdi, [directory_high]
        mov     eax, LARGE_GLOBAL
        mov     ecx, 64
.large: stosq
        add     rax, 200000h
        loop    .large
        mov     eax, LOAD & ~1FFFFFh | LARGE_GLOBAL
        mov     [directory_low + LOAD / 200000h * 8], rax       ; until the jump is done
        mov     rax, cr4
        or      eax, CR4_BITS
        mov     cr4, rax
        mov     rax, cr0
        and     eax, ~CR0_EM_TS
        or      eax, CR0_MP_NE_WP
        mov     cr0, rax
        lea     rax, [pml4]
        mov     cr3, rax
        ret

set_segments:
        lea     rax, [gdt]
        mov     [gdt_register + 2], rax
        lea     rax, [task]
        mov     [gdt + TASK + 2], ax
        shr     rax, 16
        mov     [gdt + TASK + 4], al
        mov     [gdt + TASK + 7], ah
        shr     rax, 16
        mov     [gdt + TASK + 8], eax
        lea     rax, [interrupt_stack_end]
        mov     [task + 4], rax
        lgdt    [gdt_register]
        mov     eax, KERNEL_DATA
        mov     ds, eax
        mov     es, eax
        mov     ss, eax
        xor     eax, eax
        mov     fs, eax
        mov     gs, eax
        mov     eax, TASK
        ltr     ax
        pop     rax
        push    KERNEL_CODE
        push    rax
        o64 retf

%macro gate 3                                   ; vector, handler, type
        lea     rax, [%2]
        mov     [idt + %1 * 16], ax
        mov     word [idt + %1 * 16 + 2], KERNEL_CODE
        mov     word [idt + %1 * 16 + 4], %3
        shr     rax, 16
        mov     [idt + %1 * 16 + 6], ax
        shr     rax, 16
        mov     [idt + %1 * 16 + 8], eax
%endmacro

set_gates:
        gate    PAGE_FAULT, page_fault, GATE
        gate    TICK, tick, GATE
        gate    SYSTEM_GATE, system_gate, USER_GATE
        lea     rax, [idt]
        mov     [idt_register + 2], rax
        lidt    [idt_register]
        ret

%macro msr 2                                    ; number, RAX already set or a constant
        mov     ecx, %1
        mov     rax, %2
        mov     rdx, rax
        shr     rdx, 32
        wrmsr
%endmacro

set_registers:
        mov     ecx, MSR_EFER
        rdmsr
        or      eax, EFER_SCE_NXE
        wrmsr
        msr     MSR_STAR, (KERNEL_DATA + 3) << 48 | KERNEL_CODE << 32
        msr     MSR_LSTAR, system_call
        msr     MSR_FMASK, 700h                 ; DF, IF, TF
        msr     MSR_GS_BASE, per_cpu
        msr     MSR_KERNEL_GS, 0
        lea     rax, [call_stack_end]
        mov     [gs:KERNEL_STACK], rax
        ret

; Ticks of a thousandth of a second, all other lines masked.
set_interrupts:
        mov     al, 11h
        out     PIC1, al
        out     PIC2, al
        mov     al, TICK
        out     PIC1 + 1, al
        mov     al, TICK + 8
        out     PIC2 + 1, al
        mov     al, 4
        out     PIC1 + 1, al
        mov     al, 2
        out     PIC2 + 1, al
        mov     al, 1
        out     PIC1 + 1, al
        out     PIC2 + 1, al
        mov     al, 0FEh
        out     PIC1 + 1, al
        mov     al, 0FFh
        out     PIC2 + 1, al
        mov     al, 34h
        out     PIT + 3, al
        mov     al, 1193 & 0FFh
        out     PIT, al
        mov     al, 1193 >> 8
        out     PIT, al
        ret

%include "faults64.asm"
%include "work64.asm"
%include "program64.asm"

        align   8
gdt:    dq      0, 00AF9B000000FFFFh, 00CF93000000FFFFh, 00CFF3000000FFFFh, 00AFFB000000FFFFh
        dq      0000890000000067h, 0            ; the base is filled in
gdt_end:
gdt_register:
        dw      gdt_end - gdt - 1
        dq      0
idt_register:
        dw      256 * 16 - 1
        dq      0
line:   db      "training 64", 10, 0
        align   4096
text_end:

        section .bss nobits align=4096 follows=.text

pml4:                           resq    512
directory_pointers_high:        resq    512
directory_high:                 resq    512
directory_pointers_low:         resq    512
directory_low:                  resq    512
table:                          resq    512
user_pages:                     resb    USER_PAGES * 4096
idt:                            resq    256 * 2
buffer:                         resb    BUFFER
state:                          resb    512
                                resb    16384
stack_end:                      resb    16384
call_stack_end:                 resb    16384
interrupt_stack_end:
task:                           resb    104
per_cpu:                        resq    4
result:                         resq    1
faults:                         resq    1
ticks:                          resq    1
lock_word:                      resd    1
round:                          resd    1
