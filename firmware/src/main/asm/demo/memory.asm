; The memory: INT 12h and the map of INT 15h E820h.

print_memory:
        mov     dword [memory_total], 0
        label   "base"
        int     12h
        movzx   eax, ax
        call    print_decimal
        say     " KiB", 10
        mov     di, add_usable
        call    each_map_entry
        label   "usable"
        mov     eax, [memory_total]
        shr     eax, 10
        call    print_decimal
        say     " MiB", 10
        mov     di, print_map_entry
        ; fall through

; DI = what to call with every entry of the map in [map_entry]
each_map_entry:
        xor     ebx, ebx
.next:
        push    di
        mov     di, map_entry
        mov     eax, 0E820h
        mov     edx, 534D4150h                  ; "SMAP"
        mov     ecx, 20
        int     15h
        pop     di
        jc      .return
        cmp     eax, 534D4150h
        jne     .return
        push    ebx
        push    di
        call    di
        pop     di
        pop     ebx
        test    ebx, ebx
        jnz     .next
.return:
        ret

add_usable:
        cmp     dword [map_entry + 16], 1
        jne     .return
        mov     eax, [map_entry + 8]
        mov     edx, [map_entry + 12]
        shrd    eax, edx, 10
        add     [memory_total], eax
.return:
        ret

print_map_entry:
        mov     al, [map_entry + 4]             ; forty bits are enough
        call    print_hex8
        mov     eax, [map_entry]
        call    print_hex32
        mov     al, '-'
        call    print_char
        mov     eax, [map_entry]
        mov     edx, [map_entry + 4]
        add     eax, [map_entry + 8]
        adc     edx, [map_entry + 12]
        sub     eax, 1
        sbb     edx, 0
        xchg    eax, edx
        call    print_hex8
        mov     eax, edx
        call    print_hex32
        say     "  "
        mov     eax, [map_entry + 16]
        dec     eax
        cmp     eax, 4
        jbe     .known
        mov     al, 1
.known:
        mov     si, .types
        test    al, al
        jz      .print
.skip:
        cmp     byte [si], 0
        lea     si, [si + 1]
        jne     .skip
        dec     al
        jnz     .skip
.print:
        call    print
        jmp     new_line
.types:
        db      "usable", 0, "reserved", 0, "ACPI tables", 0, "ACPI NVS", 0, "unusable", 0
