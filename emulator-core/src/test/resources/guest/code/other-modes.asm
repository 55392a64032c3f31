; The same bytes are code of 16- and of 32-bit segments, in real mode, in protected mode on two rings and in virtual-8086 mode, and what
; one has rewritten the others execute. The shared code adds its operand to DX, whichever way it is decoded.
%include "harness.inc"
ROUNDS equ 30
%macro SUM 1
    PRINT {%1}
    mov ecx, 1
    xor edx, edx
%endmacro
%macro RESULT 0
    SHOW "", edx
    PRINT {10}
%endmacro

main:
    SUM "16-bit code executes what 32-bit code writes"
.narrow:
    mov [shared + 1], cl
    call CODE16:R(narrow_call)
    inc ecx
    cmp ecx, ROUNDS
    jbe .narrow
    RESULT

    SUM "both execute it"
.both:
    mov [shared + 1], cl
    call CODE16:R(narrow_call)
    call CODE0:shared
    inc ecx
    cmp ecx, ROUNDS
    jbe .both
    RESULT

    SUM "16-bit code writes it"
.writes:
    call CODE16:R(narrow_write)
    call CODE0:shared
    inc ecx
    cmp ecx, ROUNDS
    jbe .writes
    RESULT

    SUM "real mode executes it and writes it"
.real:
    mov [shared + 1], cl
    call through_real_mode
    call CODE0:shared
    inc ecx
    cmp ecx, ROUNDS
    jbe .real
    RESULT

    xor edx, edx
    mov dword [round], 1
.rings:
    mov al, [round]
    mov [shared + 1], al
    TRY "ring 0", call CODE0:shared
    inc byte [shared + 1]
    TRY3 "ring 3", call CODE3:shared
    inc byte [shared + 1]
    V86 "virtual-8086 mode", call 0x1000:R(shared)
    inc dword [round]
    cmp dword [round], 8
    jbe .rings
    RESULT
    ret
round: dd 0

through_real_mode:
    mov [.esp], esp
    jmp CODE16:R(.narrow)
    bits 16
.narrow:
    mov ax, DATA16
    mov ds, ax
    mov es, ax
    mov ss, ax
    mov eax, cr0
    and al, 0xfe
    mov cr0, eax
    jmp 0x1000:R(.real)
.real:
    mov ax, 0x2000
    mov ss, ax
    mov sp, 0x8000
    mov ax, cs
    mov ds, ax
    call 0x1000:R(shared)
    mov byte [R(shared) + 1], 2
    mov eax, cr0
    or al, 1
    mov cr0, eax
    jmp dword CODE0:.wide
    bits 32
.wide:
    mov ax, DATA0
    mov ds, ax
    mov es, ax
    mov ss, ax
    mov esp, [.esp]
    ret
.esp: dd 0

    bits 16
narrow_call:
    call CODE16:R(shared)
    o32 retf
narrow_write:
    mov [dword shared + 1], cl
    o32 retf

    align 4096
    bits 32
shared:
    db 0xb8, 0, 0, 0x90, 0x90           ; MOV EAX, 909000nn; or MOV AX, 00nn, NOP, NOP
    movzx ebx, al
    add edx, ebx
    retf
