; LOCK goes with read-modify-write of memory alone.
%include "harness.inc"
main:
    mov ebx, cell
    TRY "ADD memory", lock add [ebx], eax
    TRY "ADD register", db 0xf0, 0x01, 0xc0
    TRY "CMP memory", db 0xf0, 0x39, 0x03
    TRY "MOV memory", db 0xf0, 0x89, 0x03
    TRY "XCHG", lock xchg [ebx], eax
    TRY "INC", lock inc dword [ebx]
    TRY "NEG", lock neg byte [ebx]
    TRY "NOT", lock not word [ebx]
    TRY "BTS", lock bts [ebx], eax
    TRY "BT", db 0xf0, 0x0f, 0xa3, 0x03
    TRY "CMPXCHG", lock cmpxchg [ebx], ecx
    TRY "XADD", lock xadd [ebx], ecx
    TRY "CMPXCHG8B", lock cmpxchg8b [ebx]
    TRY "NOP", db 0xf0, 0x90
    TRY "TEST", db 0xf0, 0x85, 0x03
    TRY "SHL", db 0xf0, 0xd1, 0x23
    TRY "ADD from memory", db 0xf0, 0x03, 0x03
    TRY "a store to a read-only segment: LOCK of a MOV", db 0xf0, 0x2e, 0x89, 0x03
    ret
cell: dd 0, 0
