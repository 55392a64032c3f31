#!/bin/sh
# Tests every kernel that it is given, and says in a line each what became of it. Fails if one of them does.
set -u
ring0=${RING0:-java -jar ring0.jar}
failed=0
mkdir -p build
for kernel; do
    name=$(basename "$kernel" .elf)
    # ring0 may be several words.
    # shellcheck disable=SC2086
    $ring0 run --kernel "$kernel" --memory 64M --fail-on '[Pp]anic' --no-reboot --max-guest-time 5s --max-time 5m \
        --serial "file:build/$name.txt" --report "junit=build/TEST-$name.xml" 2>"build/$name.verdict"
    code=$?
    case $code in
        0) echo "$name: passed" ;;
        1) echo "$name: says that it failed" ;;
        3) echo "$name: triple fault" ;;
        4 | 5) echo "$name: hangs" ;;
        6) echo "$name: panicked" ;;
        129 | 130 | 143) exit $code ;;
        *) echo "$name: could not be tested ($code)" ;;
    esac
    if [ $code -ne 0 ]; then
        failed=1
        cat "build/$name.verdict"
    fi
done
exit $failed
