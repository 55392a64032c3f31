#!/bin/sh
# Assembles every ROM and disk image of the firmware with nasm. Without arguments the images in src/main/resources are
# written anew; with --check they are compared byte for byte and nothing is written.
set -eu

cd "$(dirname "$0")"
asm=src/main/asm
images=src/main/resources/org/ring0/firmware

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

# image DIRECTORY SOURCE IMAGE: assembles SOURCE in DIRECTORY, its includes are found beside it.
image() {
    nasm -f bin -w+all -w+error -I "$asm/$1/" -o "$work/$3" "$asm/$1/$2"
    if $check; then
        if cmp -s "$work/$3" "$images/$3"; then
            echo "$3: as committed"
        else
            echo "$3: differs from the committed image" >&2
            status=1
        fi
    else
        mkdir -p "$images"
        cp "$work/$3" "$images/$3"
        echo "$3: written"
    fi
}

image bios bios.asm bios.bin

exit $status
