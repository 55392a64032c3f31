#!/bin/sh
# Builds lines.c with every version of DWARF, as 32-bit and 64-bit code, in 64-bit DWARF and compressed. Needs gcc with
# 32-bit code generation, and binutils.
set -eu
cd "$(dirname "$0")"

# build NAME EMULATION OPTION...
build() {
    name=$1 emulation=$2
    shift 2
    { cat lines.c; eval "$more"; } > "$name.c"
    gcc -O0 -g -ffreestanding -fno-pic -fno-pie -fno-stack-protector -fno-asynchronous-unwind-tables -fcf-protection=none -fno-ident \
        "-ffile-prefix-map=$PWD=." "$@" -c -o "$name.o" "$name.c"
    ld -m "$emulation" -nostdlib --build-id=none -z noexecstack -Ttext=0x101000 -Tdata=0x102000 -e start -o "$name.elf" "$name.o" \
        ${compress:+"$compress"}
    rm "$name.o" "$name.c"
    chmod -x "$name.elf"
}

compress=
more=
build dwarf2 elf_i386 -m32 -gdwarf-2 -gno-as-loc-support -gstrict-dwarf
build dwarf3 elf_i386 -m32 -gdwarf-3 -gno-as-loc-support -gstrict-dwarf
build dwarf4 elf_x86_64 -m64 -gdwarf-4
build dwarf5 elf_i386 -m32 -gdwarf-5
build dwarf5in64 elf_x86_64 -m64 -gdwarf-5 -gdwarf64 -gno-as-loc-support
compress=--compress-debug-sections=zlib
# Sections that are too short stay as they are.
more="seq 100 | sed 's/.*/int f&(int x) { return x + &; }/'"
build compressed elf_x86_64 -m64 -gdwarf-5
compress=
more=
build stripped elf_i386 -m32 -g0
