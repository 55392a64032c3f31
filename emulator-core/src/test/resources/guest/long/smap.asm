; CR4.SMAP keeps level 0 from the user's pages: the low 2 MiB, code and tables included, belong to the supervisor here;
; 200000h is the user's, and 400000h is the low memory again, for the user.
%include "harness64.inc"
ALIAS   equ 0x400000
page    equ 0x200000            ; the user's
page_code equ page + 0x800

; LAST: the address of the last page fault
%macro LAST 0
    mov rax, cr2
    SHOW " cr2", rax
    PRINT {10}
%endmacro

%macro ACCESSES 0
    TRY "read", mov al, [page]
    TRY "write", mov [page + 0x123], al
    TRY "read and write", inc byte [page]
    TRY "string", movsb
    TRY "sse", movdqa xmm0, [rbx]
    TRY "fxsave", fxsave [page]
    TRY "sgdt", sgdt [page]
    TRY "prefetch", prefetcht0 [page]
    TRY "clflush", clflush [page]
    TRY "push", PUSH_THERE
    TRY "pop", POP_THERE
    TRY "a page of the supervisor", mov al, [gdt]
%endmacro

%macro PUSH_THERE 0
    mov rsp, page + 0x1000
    push rax
    mov rsp, [saved_rsp]
%endmacro

%macro POP_THERE 0
    mov rsp, page
    pop rax
    mov rsp, [saved_rsp]
%endmacro

; IN_RING3 "text", label: runs the code at label in ring 3, through the user's window
%macro IN_RING3 2
    PRINT {%1, ": "}
    mov qword [tried_at], ALIAS + %2
    mov qword [resume], %%after
    mov [saved_rsp], rsp
    push DATA3
    push ALIAS + STACK3
    pushfq
    push CODE3
    push ALIAS + %2
    iretq
%%after:
    call print_newline
%endmacro

main:
    mov rax, cr4
    or eax, 0x600                           ; OSFXSR, OSXMMEXCPT
    mov cr4, rax
    mov dword [pd], 0x83
    mov dword [pd + 16], 0x87
    mov rax, cr3
    mov cr3, rax
    mov byte [page_code], 0xc3              ; ret
    mov byte [idt + 14 * 16 + 4], 2         ; page faults have a stack that is not the user's
    mov ebx, page
    mov esi, page
    mov edi, buffer
    PRINT {"without SMAP", 10}
    ACCESSES
    mov rax, cr4
    bts rax, 21
    mov cr4, rax
    PRINT {"with SMAP", 10}
    ACCESSES
    TRY "write", mov [page + 0x123], al
    LAST
    TRY "code there", call page_code
    PRINT {"with SMAP and AC", 10}
    mov esi, page
    mov edi, buffer
    stac
    ACCESSES
    clac
    TRY "closed again", mov al, [page]
    push 0x40002
    popfq
    TRY "opened by popfq", mov al, [page]
    clac
    ; what ring 3 has touched is not in reach of ring 0, and the other way round
    IN_RING3 "ring 3", touch
    TRY "then ring 0", mov al, [page]
    IN_RING3 "ring 3 at the supervisor's", touch_code
    stac
    IN_RING3 "ring 3 with AC", touch
    TRY "then ring 0", mov al, [page]
    clac
    ; write protection does not come into it
    mov rax, cr0
    btr rax, 16
    mov cr0, rax
    TRY "write, WP clear", mov [page], al
    bts rax, 16
    mov cr0, rax
    ; the CPU's own accesses are never allowed, AC or not, level 0 or 3
    mov rax, [gdt + (DATA3 & 0xf8)]
    mov rcx, [gdt + DATA0]
    stac
    mov [page], rax
    mov [page + 8], rcx
    clac
    SEGMENT LOCAL, page, 15, 0x82, 0
    mov eax, LOCAL
    lldt ax
    mov edx, 12
    TRY "a descriptor there", mov ds, edx
    LAST
    stac
    TRY "a descriptor there, AC", mov ds, edx
    LAST
    TRY "lar, AC", lar ecx, edx
    LAST
    clac
    IN_RING3 "a descriptor there, ring 3", load_segment
    LAST
    ; the page fault of the push finds the same stack again: a double fault, which has another
    mov byte [idt + 14 * 16 + 4], 0
    mov byte [idt + 8 * 16 + 4], 1
    mov qword [tss + 4], page + 0x1000
    stac
    IN_RING3 "the stack of the TSS there", stack_there
    LAST
    clac
    mov qword [tss + 4], STACK_TSS
    mov byte [idt + 14 * 16 + 4], 2
    ; SMEP for fetches
    mov rax, cr4
    bts rax, 20
    mov cr4, rax
    TRY "SMEP", call page_code
    LAST
    stac
    TRY "SMEP, AC", call page_code
    ret

touch:
    mov al, [page]
    mov [page + 8], al
    int BACK
touch_code:
    mov al, [gdt]
    int BACK
load_segment:
    mov eax, 7
    mov ds, eax
    int BACK
stack_there:
    int BACK
    align 16
buffer: times 32 db 0
