package org.ring0.devices.board.boot;

import java.util.Locale;

/**
 * The options of a Linux command line that concern the boot loader too (Documentation/arch/x86/boot.rst, "Special Command Line
 * Options"). What cannot be read is left for the kernel to complain about.
 */
final class KernelOptions {
    private static final int NORMAL_MODE = 0xffff;
    /** VBE's modes have their numbers and this. */
    private static final int VESA = 0x200;

    private static final String UNITS = "kmgtpe";

    private final String commandLine;

    KernelOptions(String commandLine) {
        this.commandLine = commandLine;
    }

    /** Where {@code mem=} says that memory ends, which a RAM disk must respect. */
    long memoryEnd() {
        long end = Long.MAX_VALUE;
        for (String word : commandLine.split("\\s+")) {
            if (word.startsWith("mem=")) {
                long size = size(word.substring(4).toLowerCase(Locale.ROOT));
                end = size > 0 ? size : end;
            }
        }
        return end;
    }

    /** The header's code for {@code vga=}. */
    int videoMode() {
        int mode = NORMAL_MODE;
        for (String word : commandLine.split("\\s+")) {
            if (word.startsWith("vga=")) {
                mode = switch (word.substring(4)) {
                    case "normal" -> NORMAL_MODE;
                    case "ext" -> 0xfffe;
                    case "ask" -> 0xfffd;
                    default -> (int) Math.max(number(word.substring(4)), 0) & 0xffff;
                };
            }
        }
        return mode;
    }

    /** The graphics mode that {@code vga=} asks for; null if that is another mode, or one that the display lacks. */
    VideoMode graphicsMode() {
        int mode = videoMode();
        return mode >= NORMAL_MODE - 2 ? null : VideoMode.ofVbe(mode - VESA);
    }

    private static long size(String text) {
        int unit = text.isEmpty() ? -1 : UNITS.indexOf(text.charAt(text.length() - 1));
        boolean hexadecimal = text.startsWith("0x") && "e".equals(text.substring(text.length() - 1));
        if (unit < 0 || hexadecimal) {
            return number(text);
        }
        long number = number(text.substring(0, text.length() - 1));
        int shift = 10 * (unit + 1);
        return number > Long.MAX_VALUE >> shift ? Long.MAX_VALUE : number << shift;
    }

    /** A number in C's notation, or -1. */
    private static long number(String text) {
        try {
            return Long.decode(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
