#!/bin/sh
# Builds dsdt.aml with iasl (Debian package acpica-tools). --check compares with what is committed, but for the compiler's
# own name and revision and the checksum, which depend on its release.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
committed="$here/../resources/org/ring0/devices/board/tables/dsdt.aml"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
iasl -p "$work/dsdt" "$here/dsdt.asl" > "$work/log" 2>&1 || { cat "$work/log"; exit 1; }
if [ "${1:-}" = --check ]; then
    tail -c +37 "$committed" > "$work/body"
    tail -c +37 "$work/dsdt.aml" | cmp - "$work/body"
else
    cp "$work/dsdt.aml" "$committed"
    grep -E "Error|Warning|Remark|Compilation" "$work/log" || true
fi
