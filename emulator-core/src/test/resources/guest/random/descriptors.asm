; Random descriptors in random places: every transfer and load from ring 0 and ring 3, and what came of it. The numbers are
; those of a fixed generator. Each line: operation, selector, outcome, where it ended.
%include "harness.inc"
CASES   equ 1500
frame   equ 0x3f800
THERE   equ there - $$ + 0x10000

random:                             ; EAX
    mov eax, [seed]
    imul eax, 1103515245
    add eax, 12345
    mov [seed], eax
    shr eax, 8
    ret

; Fills 40h to 78h with code, data, gates and tasks.
fill:
    mov edi, gdt + 0x40
    mov ecx, 8
.next:
    call random
    mov ebx, eax                    ; BL: rights, BH: kind of limit
    or bl, 0x80
    test bh, 0x70
    jnz .present
    and bl, 0x7f
.present:
    test bl, 0x10
    jz .system
    movzx edx, bh
    and edx, 3
    mov edx, [limits + edx * 4]
    mov [edi], dx                   ; base 0
    mov word [edi + 2], 0
    and edx, 0xf0000
    movzx eax, bl
    shl eax, 8
    or edx, eax
    and ebx, 0x00c00000
    or edx, ebx
    mov [edi + 4], edx
    jmp .done
.system:
    mov al, bl
    and al, 7
    cmp al, 4
    je .gate
    cmp al, 5
    je .gate
    cmp al, 6
    jae .gate
    ; a TSS (of 32 bits, as tss2 is laid out), an LDT or nothing
    test al, 1
    jz .table
    or bl, 8
.table:
    mov dword [edi], (R(tss2) << 16) | 0x67
    movzx eax, bl
    shl eax, 8
    or eax, 1
    mov [edi + 4], eax
    jmp .done
.gate:
    call random
    and eax, 7
    movzx edx, word [targets + eax * 2]
    shl edx, 16
    mov dx, THERE & 0xffff
    mov [edi], edx
    movzx eax, bl
    shl eax, 8
    or eax, THERE & 0xffff0000
    mov [edi + 4], eax
.done:
    add edi, 8
    dec ecx
    jnz .next
    ret

limits: dd 0xff, 0xffff, 0xfffff, 0x1ffff
targets: dw CODE0, CODE3, 0x40, 0x48, 0x50, 0x58, TASK2, DATA0

; A fresh task to switch to.
tasks:
    mov dword [gdt + TASK], 0xc00020ff
    mov dword [gdt + TASK + 4], 0x00008901
    mov dword [gdt + TASK2], 0xb0000067
    mov dword [gdt + TASK2 + 4], 0x00008901
    mov dword [tss + 4], STACK_TSS
    mov dword [tss + 8], DATA0
    mov edi, tss2
    mov ecx, 26
    xor eax, eax
    rep stosd
    mov dword [tss2 + 4], STACK_TSS - 0x800
    mov dword [tss2 + 8], DATA0
    mov dword [tss2 + 0x20], there
    mov dword [tss2 + 0x24], 2
    mov dword [tss2 + 0x38], 0x3a000
    mov dword [tss2 + 0x48], DATA0
    mov dword [tss2 + 0x4c], CODE0
    mov dword [tss2 + 0x50], DATA0
    mov dword [tss2 + 0x54], DATA0
    mov eax, TASK
    ltr ax
    xor eax, eax
    lldt ax
    push dword 2
    popfd
    ret

; A selector: mostly one of the random ones, with a random RPL.
selector:
    call random
    mov ebx, eax
    and eax, 0x38
    add eax, 0x40
    test ebx, 0xf00
    jnz .spare
    mov eax, ebx
    and eax, 0x98
.spare:
    mov edx, ebx
    shr edx, 16
    and edx, 3
    test ebx, 0x3000
    jz .rpl
    mov edx, [ring]
.rpl:
    or eax, edx
    mov [chosen], eax
    ret

main:
    mov dword [left], CASES
case:
    call tasks
    call fill
    call random
    mov dword [ring], 0
    test al, 4
    jz .ring0
    mov dword [ring], 3
.ring0:
    call random
    and eax, 15
    mov [operation], eax
    call selector
    mov eax, [operation]
    call print_hex16
    mov eax, [chosen]
    SHOW "s", eax
    ; the frame for RETF and IRET
    call random
    and eax, 7
    movzx eax, word [stacks + eax * 2]
    mov dword [frame], there
    mov ecx, [chosen]
    mov [frame + 4], ecx
    mov dword [frame + 8], 2
    mov dword [frame + 12], 0x3e000
    mov [frame + 16], eax
    mov [pointer + 4], cx
    and ecx, 0x78
    mov edx, [gdt + ecx]
    mov [idt + 0x2f * 8], edx
    mov edx, [gdt + ecx + 4]
    mov [idt + 0x2f * 8 + 4], edx
    mov dword [tried_at], there
    mov dword [resume], outcome
    mov [saved_esp], esp
    mov eax, [operation]
    mov edi, [operations + eax * 4]
    cmp dword [ring], 3
    jne .here
    jmp enter_ring3
.here:
    mov esp, STACK0 - 0x1000
    jmp edi

outcome:
    SHOW "c", [last_cs]
    mov ebx, [last_cs]
    test bl, 3
    jz .inner
    SHOW "t", [last_ss]
.inner:
    mov eax, [last_flags]
    and eax, 0x4000
    SHOW "n", eax
    movzx eax, word [last_ds]
    SHOW "d", eax
    str eax
    SHOW "k", eax
    sldt eax
    SHOW "l", eax
    ; what became of the descriptors' types
    xor eax, eax
    mov ecx, 10
    mov esi, gdt + 0x30 + 5
.sum:
    rol eax, 3
    xor al, [esi]
    add esi, 8
    loop .sum
    SHOW "g", eax
    PRINT {10}
    dec dword [left]
    jnz case
    ret

; Where transfers go, in 16-bit as in 32-bit code.
there:
    int BACK
    int BACK

    align 4
operations:
    dd load_ds, load_es, jump, jump, jump, call_far, call_far, call_far
    dd return, return, interrupt_return, interrupt_return, load_local, load_task, ask, software

load_ds:
    mov eax, [chosen]
    mov ds, ax
    int BACK
load_es:
    mov eax, [chosen]
    mov es, ax
    mov al, [es:there]
    int BACK
jump:
    jmp far [pointer]
call_far:
    call far [pointer]
return:
    cmp dword [ring], 3
    je .outer
    mov esp, frame
    retf
.outer:
    push dword [frame + 16]
    push dword [frame + 12]
    push dword [frame + 4]
    push dword [frame]
    retf
interrupt_return:
    push dword [frame + 16]
    push dword [frame + 12]
    push dword [frame + 8]
    push dword [frame + 4]
    push dword [frame]
    iretd
load_local:
    mov eax, [chosen]
    lldt ax
    int BACK
load_task:
    mov eax, [chosen]
    ltr ax
    int BACK
ask:
    mov eax, [chosen]
    xor ecx, ecx
    xor edx, edx
    lar ecx, eax
    lsl edx, eax
    verr ax
    setz bl
    verw ax
    setz bh
    cmp dword [ring], 0
    jne .quiet
    SHOW "lar", ecx
    SHOW "lsl", edx
    movzx ebx, bx
    SHOW "v", ebx
.quiet:
    int BACK
software:                           ; vector 2F gets one of the random descriptors as its gate
    int 0x2f

stacks: dw DATA3, DATA0, 0x43, 0x4b, 0x53, 0x5b, 0, DATA3
    align 4
pointer:    dd there
            dw 0
    align 4
seed:       dd 0x12345678
left:       dd 0
ring:       dd 0
operation:  dd 0
chosen:     dd 0
