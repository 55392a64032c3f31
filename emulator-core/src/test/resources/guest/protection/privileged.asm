; Instructions of ring 0, tried in ring 3 and in virtual-8086 mode.
%include "harness.inc"
main:
    TRY3 "HLT", hlt
    TRY3 "CLTS", clts
    TRY3 "INVD", invd
    TRY3 "WBINVD", wbinvd
    TRY3 "INVLPG", invlpg [0]
    TRY3 "MOV from CR0", mov eax, cr0
    TRY3 "MOV to CR3", mov cr3, eax
    TRY3 "MOV from DR7", mov eax, dr7
    TRY3 "MOV to DR0", mov dr0, eax
    TRY3 "LMSW", lmsw ax
    TRY3 "SMSW", smsw ax
    TRY3 "RDMSR", rdmsr
    TRY3 "WRMSR", wrmsr
    TRY3 "RDTSC", rdtsc
    TRY3 "RDPMC", rdpmc
    TRY3 "CLI", cli
    TRY3 "STI", sti
    TRY3 "IN", in al, 0x80
    V86 "V86: HLT", hlt
    V86 "V86: CLTS", clts
    V86 "V86: MOV from CR0", mov eax, cr0
    V86 "V86: LMSW", lmsw ax
    V86 "V86: SMSW", smsw ax
    V86 "V86: SLDT", sldt ax
    V86 "V86: LLDT", lldt ax
    V86 "V86: VERR", verr ax
    V86 "V86: WBINVD", wbinvd
    V86 "V86: RDTSC", rdtsc
    ret
