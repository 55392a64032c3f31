; Time without interrupts (the refresh bit of port 61h, one change each 15 us) and with them (HLT).

; Waits CX changes of the refresh bit. Loses CX.
delay_refresh:
        push    ax
        in      al, PORT_B
        and     al, 0x10
        mov     ah, al
.same:  in      al, PORT_B
        and     al, 0x10
        cmp     al, ah
        je      .same
        mov     ah, al
        loop    .same
        pop     ax
        ret

; One step of waiting for an interrupt. In: IF = 0, BX = the IRQ lines waited for, ECX = microseconds left, DS = BDA.
; Out: IF = 0, ECX less the time that has passed, carry when none is left.
; The caller tests its condition with IF = 0, so HLT cannot miss the interrupt; the tick must be open to end the wait.
idle_step:
        push    eax
        in      al, PIC2_DATA
        mov     ah, al
        in      al, PIC1_DATA
        test    al, 0x01
        jnz     .poll
        test    ax, bx
        jnz     .poll
        mov     ax, [BDA_TICKS]
        sti
        hlt
        cli
        sub     ax, [BDA_TICKS]
        neg     ax
        movzx   eax, ax
        imul    eax, eax, 54925
        add     eax, 500                ; for machines whose tick somebody else has taken
        jmp     .charge
.poll:  push    cx
        mov     cx, 4
        call    delay_refresh
        pop     cx
        sti                             ; other interrupts get their chance
        nop
        nop
        cli
        mov     eax, 60
.charge:
        sub     ecx, eax
        jc      .none
        pop     eax
        clc
        ret
.none:  xor     ecx, ecx
        pop     eax
        stc
        ret
