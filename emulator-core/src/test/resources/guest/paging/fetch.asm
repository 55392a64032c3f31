; Instruction fetches fault at the page that is missing, with EIP at the instruction's start.
%include "harness.inc"
%include "paging.inc"
main:
    call enable_paging
    MAP 0, frame_a | P | W | U
    mov edi, frame_a
    mov eax, 0x90909090
    mov ecx, 1024
    rep stosd
    mov dword [tried_at], 0
    mov eax, 0x400ffd
    TRY "runs into a missing page", jmp eax
    SHOW "eip", [last_eip]
    CR2
    mov byte [frame_a + 0xffe], 0xb8
    TRY "an instruction across it", jmp eax
    SHOW "eip", [last_eip]
    CR2
    mov eax, 0x400000
    MAP 0, frame_a | P
    TRY3 "user fetch of a supervisor page", jmp eax
    SHOW "eip", [last_eip]
    CR2
    ret
