; #AC in 64-bit and compatibility mode: level 3, CR0.AM and RFLAGS.AC; what is not checked, and what is checked before.
%include "harness64.inc"
page    equ 0x200000
%macro ACCESSES 0
    TRY3 "byte", mov al, [rbx]
    TRY3 "word", mov ax, [rbx]
    TRY3 "dword at 2", mov eax, [rbx + 1]
    TRY3 "quadword at 4", mov rax, [rbx + 3]
    TRY3 "quadword at 8", mov rax, [rbx + 7]
%endmacro
%macro CALL_THERE 0
    mov rsp, page + 0x1004
    call nowhere
%endmacro
%macro PUSH_THERE 0
    mov rsp, page + 0x1004
    push rax
%endmacro
%macro PUSHW_THERE 0
    mov rsp, page + 0x1002
    push ax
    pop dx
    mov rsp, STACK3
%endmacro
%macro ENTER_THERE 0
    mov rsp, page + 0x1004
    enter 16, 0
%endmacro
main:
    mov rax, cr4
    or eax, 0x40600                         ; OSFXSR, OSXMMEXCPT, OSXSAVE
    mov cr4, rax
    fninit
    mov ebx, page + 1
    mov esi, page + 1
    mov edi, page + 0x801
    mov ecx, 1
    mov dword [other_flags], 0x40000
    PRINT {"without AM", 10}
    ACCESSES
    mov rax, cr0
    bts rax, 18
    mov cr0, rax
    mov dword [other_flags], 0
    push 2                                  ; exceptions have left it set
    popfq
    PRINT {"without AC", 10}
    ACCESSES
    mov dword [other_flags], 0x40000
    PRINT {"with both", 10}
    ACCESSES
    TRY3 "store", mov [rbx], rax
    TRY3 "read and write", add qword [rbx], 1
    TRY3 "locked", lock inc dword [rbx]
    TRY3 "xchg", xchg [rbx], eax
    TRY3 "cmpxchg8b at 4", cmpxchg8b [rbx + 3]
    TRY3 "cmpxchg16b at 8", cmpxchg16b [rbx + 7]
    TRY3 "fs", mov eax, [fs:rbx]
    TRY3 "push", PUSH_THERE
    TRY3 "push of a word", PUSHW_THERE
    TRY3 "call", CALL_THERE
    TRY3 "enter", ENTER_THERE
    TRY3 "movs", movsq
    TRY3 "repeated", rep movsd
    TRY3 "bit string", bt [rbx + 3], ecx
    TRY3 "bit string, quadwords", bt [rbx + 3], rcx
    TRY3 "far pointer", lfs eax, [rbx]
    TRY3 "fld m32", fld dword [rbx + 1]
    TRY3 "fld m64 at 4", fld qword [rbx + 3]
    TRY3 "fld m80 at 4", fld tword [rbx + 3]
    TRY3 "movq at 4", movq xmm0, [rbx + 3]
    TRY3 "movss", movss xmm0, [rbx]
    TRY3 "movups at 8", movups xmm0, [rbx + 7]
    TRY3 "movaps at 8, GP", movaps xmm0, [rbx + 7]
    TRY3 "fxsave at 8, GP", fxsave [rbx + 7]
    TRY3 "mxcsr", stmxcsr [rbx]
    TRY3 "not canonical, GP first", call not_canonical
    TRY3 "not present, AC first", call not_present
    COMPAT3 "compatibility mode, dword", mov eax, [ebx]
    COMPAT3 "compatibility mode, aligned", mov eax, [ebx + 3]
    COMPAT3 "compatibility mode, word", mov [ebx], ax
    ; nothing is checked below level 3, nor what an interrupt from there pushes
    pushfq
    or dword [rsp], 0x40000
    popfq
    TRY "level 0", mov rax, [rbx]
    COMPAT "level 0, compatibility mode", mov eax, [ebx]
    mov qword [tss + 4], STACK_TSS + 4
    TRY3 "an interrupt", int BACK
    ret
nowhere:
    int BACK
not_canonical:
    mov rdx, 0x7ffffffffffd
    mov rax, [rdx]
    ret
not_present:
    mov edx, 0x400001
    mov eax, [rdx]
    ret
