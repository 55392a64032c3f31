; A load sets the accessed bit of the descriptor in memory; a failed one does not.
%include "harness.inc"
%macro TYPE 2
    movzx ebx, byte [gdt + %2 + 5]
    SHOW %1, ebx
%endmacro
main:
    SEGMENT 0x40, 0, 0xfffff, 0x92, 0xc
    SEGMENT 0x48, 0, 0xfffff, 0x9a, 0xc
    SEGMENT 0x50, 0, 0xfffff, 0x12, 0xc
    mov eax, 0x40
    mov es, ax
    TYPE "data", 0x40
    mov eax, 0x50
    TRY " absent", mov es, ax
    TYPE "absent", 0x50
    jmp 0x48:.next
.next:
    TYPE "code", 0x48
    jmp CODE0:.end
.end:
    TYPE "task", 0x28
    lldt [local]
    TYPE "local table", 0x38
    and byte [gdt + 0x45], 0xfe
    mov eax, 0x40
    mov ss, ax
    TYPE "stack", 0x40
    mov eax, DATA0
    mov ss, ax
    ret
local: dw LOCAL
