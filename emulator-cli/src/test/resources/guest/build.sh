#!/bin/sh
# Builds the kernels of these tests with gcc and binutils, each with DWARF 5 lines. Without arguments the .elf files are
# written anew; with --check they are compared byte for byte, and nothing is written. Other versions of the tools than those
# named in built-with make other code, so that nothing is compared then.
set -eu

cd "$(dirname "$0")"
check=false
if [ "${1-}" = --check ]; then check=true; fi
tools=$(gcc --version 2>/dev/null | head -n 1; ld --version 2>/dev/null | head -n 1)
if $check && [ "$tools" != "$(cat built-with)" ]; then
    echo "$0: other tools than those in built-with are installed: the kernels are not compared"
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0
for source in *.c; do
    name=${source%.c}
    case $name in
        lost) # About code without frame pointers, whose call frame information is in .debug_frame.
            level=-O2 frames=-fomit-frame-pointer ;;
        *)
            level=-O1
            frames="-fno-omit-frame-pointer -mno-omit-leaf-frame-pointer
                -fno-optimize-sibling-calls -fno-inline-functions-called-once -fno-inline-small-functions -fno-inline-functions" ;;
    esac
    flags="-m32 -march=i586 $level -g -gdwarf-5 -ffreestanding -fno-pic -fno-pie -fno-stack-protector $frames
        -fno-asynchronous-unwind-tables -fcf-protection=none -fno-ident -Wall -Werror -ffile-prefix-map=$PWD=."
    # shellcheck disable=SC2086
    gcc $flags -c -o "$work/$name.o" "$source"
    # shellcheck disable=SC2086
    gcc $flags -c -o "$work/start.o" start.S
    ld -m elf_i386 -nostdlib --build-id=none -z noexecstack -Ttext=0x101000 -e _start --no-warn-rwx-segments \
        -o "$work/$name.elf" "$work/start.o" "$work/$name.o"
    if ! $check; then
        cp "$work/$name.elf" "$name.elf"
        echo "$name.elf: written"
    elif cmp -s "$work/$name.elf" "$name.elf"; then
        echo "$name.elf: as committed"
    else
        echo "$name.elf: differs from the committed file" >&2
        status=1
    fi
done
if ! $check; then
    echo "$tools" >built-with
fi
exit $status
