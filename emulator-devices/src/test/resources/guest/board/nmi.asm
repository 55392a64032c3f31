; NMIs in 64-bit and compatibility mode: by the local APIC's command register, and by the 8254 through LINT0.
; The frame is that of emulator-core's guest programs
; (see README.md).
%include "harness64.inc"
APIC    equ 0x600000            ; where its page is seen

%macro SEND 0
    mov dword [APIC + 0x310], 0
    mov dword [APIC + 0x300], 0x4400
%endmacro

%macro SHOW_ALL 0
    SHOW " count", [count]
    SHOW "deepest", [deepest]
    SHOW "inside", [inside]
    PRINT {10}
    call clear
%endmacro

%macro SHOW_FRAME 0
    SHOW " cs", [frame_cs]
    SHOW "ss", [frame_ss]
    SHOW "frame", [frame_at]
%endmacro

main:
    mov dword [pd + 24], 0xfee0009f
    mov esi, APIC
    mov dword [rsi + 0xf0], 0x1ff
    VECTOR 2, 0x8e, CODE0, on_nmi, 2
    VECTOR 3, 0x8e, CODE0, on_breakpoint, 0
    PRINT "interrupts off, IST2:"
    SEND
    nop
    SHOW_FRAME
    SHOW_ALL
    PRINT "two more inside:"
    mov qword [action], send_twice
    SEND
    nop
    SHOW_ALL
    mov byte [idt + 2 * 16 + 4], 0
    PRINT "an IRETQ inside:"
    mov qword [action], send_and_break
    SEND
    nop
    SHOW_ALL
    PRINT "INT 2 blocks nothing:"
    mov qword [action], send_once
    int 2
    nop
    SHOW_ALL
    mov qword [action], nothing
    TRY3 "level 3", SEND
    SHOW_FRAME
    SHOW_ALL
    COMPAT3 "compatibility mode", {mov dword [APIC + 0x300], 0x4400}
    SHOW_FRAME
    SHOW_ALL
    COMPAT "compatibility mode, level 0", {mov dword [APIC + 0x300], 0x4400}
    SHOW_FRAME
    SHOW_ALL
    call start_timer
    PRINT "HLT with interrupts off:"
    hlt
    SHOW_ALL
    ret

clear:
    mov qword [count], 0
    mov qword [deepest], 0
    mov qword [inside], 0
    mov qword [action], nothing
    ret

; IRQ 0 of the 8259 to LINT0, which is an NMI; counter 0 of the 8254 ends once, in a millisecond.
start_timer:
    mov esi, APIC
    mov dword [rsi + 0x350], 0x400
    mov al, 0x30
    out 0x43, al
    mov al, 0x11
    out 0x20, al
    mov al, 0x20
    out 0x21, al
    mov al, 4
    out 0x21, al
    mov al, 1
    out 0x21, al
    mov al, 0xfe
    out 0x21, al
    mov al, 1193 & 0xff
    out 0x40, al
    mov al, 1193 >> 8
    out 0x40, al
    ret

on_nmi:
    push rax
    push rcx
    mov [frame_at], rsp
    mov rax, [rsp + 24]
    mov [frame_cs], rax
    mov rax, [rsp + 48]
    mov [frame_ss], rax
    inc qword [count]
    inc qword [depth]
    mov rax, [depth]
    cmp rax, [deepest]
    jbe .known
    mov [deepest], rax
.known:
    mov rax, [action]
    mov qword [action], nothing
    call rax
    dec qword [depth]
    pop rcx
    pop rax
    iretq

nothing:
    ret
send_once:
    SEND
    nop
    mov rax, [count]
    mov [inside], rax
    ret
send_twice:
    SEND
    jmp send_once
send_and_break:
    SEND
    nop
    mov rax, [count]
    mov [inside], rax
    int3                            ; its IRETQ ends the blocking here
    nop
    ret
on_breakpoint:
    iretq

    align 8
count:  dq 0
depth:  dq 0
deepest: dq 0
inside: dq 0
action: dq nothing
frame_at: dq 0
frame_cs: dq 0
frame_ss: dq 0
