; A multiboot 1 kernel in no file format: checks the machine state that the specification promises, sends the command line and
; the first module to the debug port, and exits with the number of the check that failed, or 0.
; Assemble: nasm -f bin -o multibootprobe.bin multibootprobe.asm
        bits    32
        org     0x200000
FLAGS   equ     0x00010003
image:  align   4
header: dd      0x1BADB002, FLAGS, -(0x1BADB002 + FLAGS)
        dd      header, image, end, bss_end, start

%macro CHECK 2                          ; condition, number
        j%1     %%ok
        mov     al, %2
        jmp     leave
%%ok:
%endmacro

start:  cmp     eax, 0x2BADB002
        CHECK   e, 1
        mov     esp, bss_end
        pushfd
        pop     edx
        test    edx, 0x20200            ; VM, IF
        CHECK   z, 2
        mov     edx, cr0
        and     edx, 0x80000001
        cmp     edx, 1                  ; PE without PG
        CHECK   e, 3
        cmp     dword [bss_start], 0
        CHECK   e, 4
        mov     byte [0x300000], 1
        mov     byte [0x200000], 2      ; A20 open: two different bytes
        cmp     byte [0x300000], 1
        CHECK   e, 5
        test    dword [ebx], 0x4D
        CHECK   nz, 6
        mov     esi, [ebx + 16]
        call    print
        mov     edi, [ebx + 24]         ; the first module
        mov     esi, [edi]
        test    esi, 0xFFF
        CHECK   z, 7
        call    print
        mov     esi, [edi + 8]
        call    print
        xor     al, al
leave:  out     0xF4, al
        hlt
        jmp     leave

print:  lodsb
        test    al, al
        jz      .end
        out     0xE9, al
        jmp     print
.end:   mov     al, '|'
        out     0xE9, al
        ret
end:
        absolute end
bss_start: resb 0x1000
bss_end:
