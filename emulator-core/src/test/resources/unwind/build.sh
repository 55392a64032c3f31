#!/bin/sh
# Builds calls.c without frame pointers, as 32-bit and 64-bit code, with each kind of call frame information: .eh_frame, and
# .debug_frame of DWARF 2 to 5 and of 64-bit DWARF. Needs gcc with 32-bit code generation, and binutils.
set -eu
cd "$(dirname "$0")"

# build NAME EMULATION OPTION...
build() {
    name=$1 emulation=$2
    shift 2
    gcc -O2 -fomit-frame-pointer -ffreestanding -fno-pic -fno-pie -fno-stack-protector -fcf-protection=none -fno-ident -fno-optimize-sibling-calls \
        -mgeneral-regs-only -mpreferred-stack-boundary=4 "-ffile-prefix-map=$PWD=." "$@" -c -o "$name.o" calls.c
    ld -m "$emulation" -nostdlib --build-id=none --no-ld-generated-unwind-info -z noexecstack -Ttext-segment=0x100000 -e start -o "$name.elf" "$name.o"
    rm "$name.o"
    chmod -x "$name.elf"
}

build eh32 elf_i386 -m32 -fasynchronous-unwind-tables -g0
build eh64 elf_x86_64 -m64 -mno-red-zone -fasynchronous-unwind-tables -g0
build debug32 elf_i386 -m32 -fno-asynchronous-unwind-tables -fno-dwarf2-cfi-asm -g -gdwarf-2
build debug64 elf_x86_64 -m64 -fno-asynchronous-unwind-tables -mno-red-zone -fno-dwarf2-cfi-asm -g -gdwarf-5
build wide64 elf_x86_64 -m64 -fno-asynchronous-unwind-tables -mno-red-zone -fno-dwarf2-cfi-asm -g -gdwarf-5 -gdwarf64
