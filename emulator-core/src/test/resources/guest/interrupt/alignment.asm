; #AC needs CR0.AM, EFLAGS.AC and ring 3.
%include "harness.inc"
main:
    mov ebx, 0x3f001
    TRY3 "without AM", mov eax, [ebx]
    mov eax, cr0
    or eax, 0x40000
    mov cr0, eax
    TRY3 "without AC", mov eax, [ebx]
    mov dword [ring3_flags], 0x40000
    TRY3 "dword", mov eax, [ebx]
    TRY3 "word", mov ax, [ebx]
    TRY3 "byte", mov al, [ebx]
    TRY3 "word store", mov [ebx], ax
    TRY3 "aligned", mov eax, [ebx + 3]
    TRY3 "word at 2", mov ax, [ebx + 1]
    TRY3 "dword at 2", mov eax, [ebx + 1]
    TRY3 "read-modify-write", add dword [ebx], 1
    TRY3 "misaligned and through null: GP first", call null
    pushfd
    or dword [esp], 0x40000
    popfd
    TRY "ring 0", mov eax, [ebx]
    ret
null:
    xor eax, eax
    mov es, ax
    mov eax, [es:ebx]
    ret
