; The report on the serial line.

report:
        mov     word [put], serial_put
        mov     word [right], 76
        say     "ring0 demo", 10, 10, "Processor", 10
        mov     word [left], 2
        call    print_processor
        call    .heading
        say     "Memory", 10
        mov     word [left], 2
        call    print_memory
        call    .heading
        say     "PCI", 10
        mov     word [left], 2
        call    print_pci
        call    .heading
        say     "Devices", 10
        mov     word [left], 2
        call    print_devices
        call    .heading
        say     "Video", 10
        mov     word [left], 2
        call    print_video
        call    print_video_modes
        call    .heading
        say     "Pages", 10
        mov     word [left], 2
        ret
.heading:
        mov     word [left], 0
        jmp     new_line

; What the others use: a label, and the value behind it in column 10 of the window
%macro label 1
        say     %1
        call    to_value
%endmacro
to_value:
        push    ax
        mov     ax, 10
        call    tab_to
        pop     ax
        ret
