#!/bin/sh
# Assembles every ROM and disk image of the firmware with nasm. Without arguments the images in src/main/resources are
# written anew; with --check they are compared byte for byte and nothing is written.
set -eu

cd "$(dirname "$0")"
asm=src/main/asm
images=src/main/resources/org/ring0/firmware
tests=../emulator-devices/src/test

case "${1-}" in
    "") check=false ;;
    --check) check=true ;;
    *) echo "usage: $0 [--check]" >&2; exit 2 ;;
esac
if ! command -v nasm >/dev/null; then
    echo "$0: nasm is not installed" >&2
    exit 3
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0

# assemble DIRECTORY SOURCE IMAGE [OPTION...]: assembles SOURCE in DIRECTORY, its includes are found beside it.
assemble() {
    directory=$1 source=$2 output=$work/$3
    shift 3
    nasm -f bin -w+all -w+error -I "$directory/" "$@" -o "$output" "$directory/$source"
}

# seal IMAGE: sets the last byte so that all bytes add up to 0, which is what makes an option ROM valid.
seal() {
    rest=$(od -An -v -tu1 "$work/$1" | awk '{ for (i = 1; i <= NF; i++) sum += $i } END { print (256 - sum % 256) % 256 }')
    size=$(wc -c <"$work/$1")
    # shellcheck disable=SC2059
    printf "\\$(printf %03o "$rest")" | dd of="$work/$1" bs=1 seek=$((size - 1)) conv=notrunc status=none
}

# deliver IMAGE [DIRECTORY]: writes it to the resources, or to DIRECTORY, or compares it with what is there.
deliver() {
    target=${2-$images}
    if $check; then
        if cmp -s "$work/$1" "$target/$1"; then
            echo "$1: as committed"
        else
            echo "$1: differs from the committed image" >&2
            status=1
        fi
    else
        mkdir -p "$target"
        cp "$work/$1" "$target/$1"
        echo "$1: written"
    fi
}

assemble "$asm/bios" bios.asm bios.bin -I "$asm/vgabios/"
deliver bios.bin

assemble "$asm/vgabios" vgabios.asm vgabios.bin
seal vgabios.bin
deliver vgabios.bin

assemble "$asm/vgabios" font16.asm font16.bin
deliver font16.bin

assemble "$asm/demo" demo.asm demo.img
deliver demo.img

assemble "$asm/training" training.asm training.elf
deliver training.elf

assemble "$asm/training" training64.asm training64.elf
deliver training64.elf

# The claims about the BIOS that a test of emulator-devices boots.
assemble "$tests/asm/bios" biostest.asm biostest.bin
deliver biostest.bin "$tests/resources/org/ring0/devices/board"

exit $status
