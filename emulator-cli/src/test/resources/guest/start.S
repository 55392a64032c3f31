# Entered in flat 32-bit protected mode by a loader of plain ELF files: a stack, and on to C.
    .section .text.start, "ax"
    .globl _start
    .type _start, @function
_start:
    movl $stack_top, %esp
    xorl %ebp, %ebp
    call kernel_main
    cli
1:  hlt
    jmp 1b
    .size _start, . - _start

    .bss
    .balign 16
    .skip 4096
stack_top:
    .section .note.GNU-stack, "", @progbits
