; The processor: what CPUID says, and how fast its counter counts.

print_processor:
        pushfd                                  ; CPUID is there if the ID flag can be changed
        pop     eax
        mov     ecx, eax
        xor     eax, 200000h
        push    eax
        popfd
        pushfd
        pop     eax
        cmp     eax, ecx
        jne     .cpuid
        say     "without CPUID", 10
        ret
.cpuid:
        xor     eax, eax
        cpuid
        mov     [text], ebx
        mov     [text + 4], edx
        mov     [text + 8], ecx
        mov     byte [text + 12], 0
        label   "vendor"
        mov     si, text
        call    print
        call    new_line
        call    print_brand
        mov     eax, 1
        cpuid
        push    edx
        push    eax
        label   "model"
        say     "family "
        mov     ecx, eax
        call    cpu_family
        call    print_decimal
        say     ", model "
        call    cpu_model
        call    print_decimal
        say     ", stepping "
        mov     eax, ecx
        and     eax, 0Fh
        call    print_decimal
        call    new_line
        pop     eax
        pop     edx
        call    print_features
        jmp     print_clock

; The brand string, if there is one
print_brand:
        mov     eax, 80000000h
        cpuid
        cmp     eax, 80000004h
        jb      .return
        mov     di, text
        mov     esi, 80000002h
.next:
        mov     eax, esi
        cpuid
        stosd
        mov     eax, ebx
        stosd
        mov     eax, ecx
        stosd
        mov     eax, edx
        stosd
        inc     esi
        cmp     esi, 80000005h
        jb      .next
        mov     byte [di], 0
        label   "name"
        mov     si, text
.spaces:
        lodsb
        cmp     al, ' '
        je      .spaces
        dec     si
        call    print
        call    new_line
.return:
        ret

; ECX = signature -> EAX = family, with the extended one
cpu_family:
        mov     eax, ecx
        shr     eax, 8
        and     eax, 0Fh
        cmp     al, 0Fh
        jne     .return
        push    ecx
        shr     ecx, 20
        movzx   ecx, cl
        add     eax, ecx
        pop     ecx
.return:
        ret

; ECX = signature -> EAX = model, with the extended one
cpu_model:
        mov     eax, ecx
        shr     eax, 12
        and     eax, 0F0h
        push    ecx
        shr     cl, 4
        or      al, cl
        pop     ecx
        ret

; EDX = feature bits
print_features:
        label   "features"
        push    word [left]
        add     word [left], 10                 ; the lines that follow begin there too
        mov     si, feature_names
.next:
        shr     edx, 1
        jc      .print
.skip:
        lodsb
        test    al, al
        jnz     .skip
        jmp     .more
.print:
        call    print_word
.more:
        test    edx, edx
        jnz     .next
        pop     word [left]
        jmp     new_line

feature_names:
        db      "FPU", 0, "VME", 0, "DE", 0, "PSE", 0, "TSC", 0, "MSR", 0, "PAE", 0, "MCE", 0
        db      "CX8", 0, "APIC", 0, "10", 0, "SEP", 0, "MTRR", 0, "PGE", 0, "MCA", 0, "CMOV", 0
        db      "PAT", 0, "PSE36", 0, "PSN", 0, "CLFSH", 0, "20", 0, "DS", 0, "ACPI", 0, "MMX", 0
        db      "FXSR", 0, "SSE", 0, "SSE2", 0, "SS", 0, "HTT", 0, "TM", 0, "IA64", 0, "PBE", 0

; How far the time stamp counter gets in two timer ticks
print_clock:
        mov     eax, 1
        cpuid
        test    dl, 10h
        jz      .return
        label   "clock"
        call    wait_for_tick
        rdtsc
        mov     esi, eax
        mov     edi, edx
        call    wait_for_tick
        call    wait_for_tick
        rdtsc
        sub     eax, esi
        sbb     edx, edi
        mov     ebx, 109851                     ; microseconds
        cmp     edx, ebx
        jae     .end
        div     ebx
        call    print_decimal
        say     " MHz"
.end:
        call    new_line
.return:
        ret

; Until the next timer tick. Changes AX.
wait_for_tick:
        mov     ax, [46Ch]
.next:
        sti
        hlt
        cmp     ax, [46Ch]
        je      .next
        ret
