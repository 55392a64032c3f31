; Data breakpoints are traps: kind, length, and every access that touches them.
%include "harness.inc"
%macro WATCH 2+
    mov dword [count], 0
    PRINT {%1, ": "}
    %2
    nop
    SHOW "hits", [count]
    SHOW "dr6", [status]
    PRINT {10}
    mov dword [status], 0
%endmacro
cell equ 0x3f000
main:
    VECTOR 1, 0x8e, CODE0, handler
    mov eax, cell
    mov dr0, eax
    mov eax, cell + 0x10
    mov dr3, eax
    mov eax, 0x400 | 1 | 0x40 | 0xd << 16 | 0x7 << 28 ; DR0: 4 bytes written, DR3: 2 bytes read or written
    mov dr7, eax
    mov ebx, cell
    WATCH "write", mov [ebx], eax
    WATCH "read of a write breakpoint", mov eax, [ebx]
    WATCH "write across its start", mov [ebx - 3], eax
    WATCH "write before it", mov [ebx - 4], eax
    WATCH "byte within", mov [ebx + 3], al
    WATCH "byte behind", mov [ebx + 4], al
    WATCH "read", mov al, [ebx + 0x11]
    WATCH "read behind", mov al, [ebx + 0x12]
    WATCH "read-modify-write", inc dword [ebx]
    WATCH "both", call both
    WATCH "push", call pushes
    mov edi, cell
    mov ecx, 4
    WATCH "string", rep stosd
    xor eax, eax
    mov dr7, eax
    WATCH "disabled", mov [ebx], eax
    ret
both:
    mov esi, cell + 0x10
    mov edi, cell
    movsd
    ret
pushes:
    mov edx, esp
    mov esp, cell + 4
    push eax
    mov esp, edx
    ret
handler:
    push eax
    mov eax, dr6
    or [status], eax
    xor eax, eax
    mov dr6, eax
    inc dword [count]
    pop eax
    iretd
count:  dd 0
status: dd 0
