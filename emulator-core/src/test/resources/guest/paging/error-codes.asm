; The error code of a page fault: present, write, user.
%include "harness.inc"
%include "paging.inc"
main:
    call enable_paging
    MAP 0, 0
    MAP 1, frame_a | P
    MAP 2, frame_a | P | U
    MAP 3, frame_a | P | W
    MAP 4, frame_a | P | W | U
    TRY "absent, read", mov eax, [0x400123]
    CR2
    TRY "absent, write", mov [0x400ffc], eax
    CR2
    TRY3 "absent, user read", mov eax, [0x400000]
    TRY3 "absent, user write", mov [0x400000], eax
    TRY3 "supervisor page, user read", mov eax, [0x401000]
    TRY3 "supervisor page, user write", mov [0x401000], eax
    TRY3 "read-only user page, user write", mov [0x402000], eax
    TRY3 "supervisor page, writable", mov [0x403000], eax
    TRY3 "user page", mov [0x404000], eax
    TRY "read-only page, supervisor write without WP", mov [0x401000], eax
    TRY "no directory entry", mov eax, [0x800000]
    CR2
    ret
