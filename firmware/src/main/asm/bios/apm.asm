; Advanced Power Management 1.2 (INT 15h AH=53h): real mode, 16- and 32-bit protected mode entries. One body serves all
; three: it keeps its state in no memory, so it needs no data segment. Limits: one device class "all"; the battery is absent;
; standby and suspend idle until the next interrupt.

APM_BAD_DEVICE          equ     0x09
APM_BAD_VALUE           equ     0x0A
APM_NO_EVENT            equ     0x80

; In real mode the frame has the caller's registers.
int15_apm:
        mov     al, [bp + R_AL]
        mov     si, apm_functions
        jmp     dispatch

FUNCTIONS apm_functions, apm_common
        FUNCTION 0x00, apm_present
        FUNCTION 0x01, service_quiet_success
        FUNCTION 0x02, apm_connect16
        FUNCTION 0x03, apm_connect32
        FUNCTION 0x04, service_quiet_success
FUNCTIONS_END apm_functions

; 5300h: version 1.2, 'PM', 16- and 32-bit interfaces.
apm_present:
        mov     word [bp + R_AX], 0x0102
        mov     word [bp + R_BX], "MP"
        mov     word [bp + R_CX], 0x0003
        jmp     service_carry_clear

; 5302h: AX = code segment, BX = entry, CX = data segment, SI, DI = lengths.
apm_connect16:
        mov     word [bp + R_AX], SEG_BIOS
        mov     word [bp + R_BX], apm_entry16
        mov     word [bp + R_CX], SEG_BIOS
        mov     word [bp + R_SI], 0xFFF0
        mov     word [bp + R_DI], 0xFFF0
        jmp     service_carry_clear

; 5303h: AX = 32-bit code segment, EBX = entry, CX = 16-bit code segment, DX = data segment, ESI, DI = lengths.
apm_connect32:
        mov     word [bp + R_AX], SEG_BIOS
        mov     dword [bp + R_EBX], apm_entry32
        mov     word [bp + R_CX], SEG_BIOS
        mov     word [bp + R_DX], SEG_BIOS
        mov     dword [bp + R_ESI], 0xFFF0FFF0
        mov     word [bp + R_DI], 0xFFF0
        jmp     service_carry_clear

; The functions that all modes have.
apm_common:
        test    byte [bp + R_FLAGS + 1], 2      ; the caller's interrupt flag: INT has cleared it here
        jz      .body
        sti
.body:  mov     eax, [bp + R_EAX]
        mov     ebx, [bp + R_EBX]
        mov     ecx, [bp + R_ECX]
        mov     edx, [bp + R_EDX]
        call    apm16_body
        mov     [bp + R_EAX], eax
        mov     [bp + R_EBX], ebx
        mov     [bp + R_ECX], ecx
        mov     [bp + R_EDX], edx
        jc      service_carry_set
        jmp     service_carry_clear

; The 16-bit protected mode entry: a far call.
apm_entry16:
        call    apm16_body
        retf

%define APM(name)       apm16_ %+ name
%include "apmbody.inc"
%undef APM

        bits    32
apm_entry32:
        call    apm32_body
        retf

%define APM(name)       apm32_ %+ name
%include "apmbody.inc"
%undef APM
        bits    16
