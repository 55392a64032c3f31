; Code segments are read through overrides if they are readable, and never written.
%include "harness.inc"
main:
    SEGMENT 0x40, 0, 0xfffff, 0x98, 0xc
    SEGMENT 0x48, 0, 0xfffff, 0x9e, 0xc
    TRY "read through CS", mov eax, [cs:main]
    TRY "write through CS", mov [cs:main], eax
    TRY "read-modify-write through CS", inc dword [cs:main]
    mov eax, 0x48
    TRY "conforming code as data", mov es, ax
    TRY "read it", mov al, [es:main]
    TRY "write it", mov [es:main], al
    mov eax, 0x4b
    TRY3 "conforming code from ring 3", mov es, ax
    jmp 0x40:execute_only
execute_only:
    TRY "execute-only: read through CS", mov eax, [cs:main]
    TRY "execute-only: DS is not touched", mov eax, [main]
    jmp CODE0:done
done:
    ret
