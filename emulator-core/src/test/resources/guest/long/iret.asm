; IRETQ and IRETD: what they pop, what they check, which flags they load.
%include "harness64.inc"
%macro RETURN_BY 1
    mov rsp, frame
    %1
%endmacro
%macro STEPS_1 0
    mov rsp, frame
    iretq
%endmacro
%macro STEPS_2 0
    push DATA3
    push 0x33000
    push 0x1b7ad7
    push CODE3
    push away
    iretq
%endmacro
%macro STEPS_3 0
    push DATA0
    push 0x33000
    push 2
    push CODE0
    push away
    iretq
%endmacro
%macro STEPS_4 0
    push DATA3
    push 0x33000
    push 0x3002
    push CODE3
    push away
    iretq
%endmacro
%macro STEPS_5 0
    mov rsp, frame
    iretd
%endmacro
%macro STEPS_6 0
    pushfd
    push CODE0
    push away
    iretd
%endmacro
%macro STEPS_7 0
    push DATA3
    push 0x33000
    pushfd
    push CODE3
    push away
    iretd
%endmacro
%macro STEPS_8 0
    push 3
    push 0x33000
    pushfd
    push CODE3
    push away
    iretd
%endmacro
; RETURN "text", SS, RSP, RFLAGS, CS, RIP, instruction
%macro RETURN 7
    mov qword [frame + 0], %6
    mov qword [frame + 8], %5
    mov qword [frame + 16], %4
    mov rax, %3
    mov [frame + 24], rax
    mov qword [frame + 32], %2
    mov [kept], rsp
    TRY %1, RETURN_BY %7
    mov rsp, [kept]
%endmacro
%macro WHERE 0
    SHOW "cs", [last_cs]
    SHOW "ss", [last_ss]
    SHOW "rsp", [last_rsp]
    SHOW "flags", [last_flags]
    PRINT {10}
%endmacro
main:
    RETURN "ring 0", DATA0, 0x2f000, 2, CODE0, away, iretq
    WHERE
    RETURN "ring 0, null SS", 0, 0x2f000, 2, CODE0, away, iretq
    WHERE
    RETURN "ring 0, null SS with RPL 3", 3, 0x2f000, 2, CODE0, away, iretq
    RETURN "ring 0, SS of ring 3", DATA3, 0x2f000, 2, CODE0, away, iretq
    RETURN "ring 3", DATA3, 0x33008, 2, CODE3, away, iretq
    WHERE
    RETURN "ring 3, null SS", 3, 0x33008, 2, CODE3, away, iretq
    RETURN "ring 3, SS of ring 0", DATA0, 0x33008, 2, CODE3, away, iretq
    RETURN "compatibility mode, ring 3", DATA3, 0x1234500033008, 2, CODE3_32, away32, iretq
    WHERE
    RETURN "compatibility mode, ring 0", DATA0, 0x2f000, 2, CODE0_32, away32, iretq
    WHERE
    RETURN "compatibility mode, null SS", 0, 0x2f000, 2, CODE0_32, away32, iretq
    RETURN "null CS", DATA0, 0x2f000, 2, 0, away, iretq
    RETURN "data as CS", DATA0, 0x2f000, 2, DATA0, away, iretq
    RETURN "CS beyond the GDT", DATA0, 0x2f000, 2, GDT_END, away, iretq
    RETURN "RPL not DPL", DATA3, 0x2f000, 2, CODE0 | 3, away, iretq
    RETURN "SS beyond the GDT", GDT_END | 3, 0x2f000, 2, CODE3, away, iretq
    RETURN "code as SS", CODE3, 0x2f000, 2, CODE3, away, iretq
    SEGMENT 0x58, 0, 0xfffff, 0x7a, 0xa
    RETURN "absent CS", DATA3, 0x2f000, 2, 0x58 | 3, away, iretq
    SEGMENT 0x58, 0, 0xfffff, 0xfa, 0xe
    RETURN "CS with L and D", DATA3, 0x2f000, 2, 0x58 | 3, away, iretq
    SEGMENT 0x58, 0, 0xfffff, 0x72, 0xc
    RETURN "absent SS", 0x58 | 3, 0x2f000, 2, CODE3, away, iretq
    RETURN "RSP not canonical", DATA3, 0x800000000000, 2, CODE3, away, iretq
    WHERE
    mov rax, 0x800000000000
    mov [frame], rax
    mov qword [frame + 8], CODE3
    mov qword [frame + 16], 2
    mov qword [frame + 24], 0x33000
    mov qword [frame + 32], DATA3
    mov [kept], rsp
    TRY "RIP not canonical", STEPS_1
    mov rsp, [kept]
    SEGMENT 0x58, 0, 0xff, 0xfa, 0x4
    RETURN "RIP beyond the limit", DATA3, 0x33000, 2, 0x58 | 3, away, iretq
    ; flags
    RETURN "all flags from ring 0", DATA0, 0x2f000, 0x3f7ad7, CODE0, away, iretq
    WHERE
    pushfq
    pop rax
    SHOW "in the handler", rax
    PRINT {10}
    RETURN "VM is ignored", DATA3, 0x33000, 0x20002, CODE3, away, iretq
    WHERE
    pushfq
    or qword [rsp], 0x4000
    popfq
    TRY "with NT", iretq
    pushfq
    and qword [rsp], ~0x4000
    popfq
    ; ring 3 changes neither IF nor IOPL
    TRY3 "from ring 3", STEPS_2
    WHERE
    TRY3 "from ring 3 to ring 0", STEPS_3
    TRY3 "with IOPL 3", STEPS_4
    WHERE
    ; a frame of dwords
    mov dword [frame], away
    mov dword [frame + 4], CODE3
    mov dword [frame + 8], 2
    mov dword [frame + 12], 0x33000
    mov dword [frame + 16], DATA3
    mov [kept], rsp
    TRY "IRETD", STEPS_5
    mov rsp, [kept]
    WHERE
    ; compatibility mode returns to 64-bit code, without a stack at the same level
    COMPAT "from compatibility mode", STEPS_6
    WHERE
    COMPAT "from compatibility mode to ring 3", STEPS_7
    WHERE
    COMPAT "from compatibility mode, null SS", STEPS_8
    ; what ring 3 may not have is taken away
    SEGMENT 0x58, 0, 0xfffff, 0x92, 0xc
    mov eax, 0x58
    mov ds, eax
    mov fs, eax
    SEGMENT 0x60, 0, 0xfffff, 0xf2, 0xc
    mov eax, 0x63
    mov gs, eax
    RETURN "with segments of ring 0", DATA3, 0x33000, 2, CODE3, away, iretq
    mov eax, ds
    SHOW "ds", rax
    mov eax, fs
    SHOW "fs", rax
    mov eax, gs
    SHOW "gs", rax
    PRINT {10}
    ret
away:
    int BACK
    bits 32
away32:
    int BACK
    bits 64
    times 16 dq 0               ; frames of faults
    align 16
frame:  times 5 dq 0
kept:   dq 0
