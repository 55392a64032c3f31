package org.ring0.core.debug;

import org.ring0.core.cpu.isa.Instruction;

/** The names of registers in assembly language. */
final class RegisterNames {
    private static final String[] LOW = {"al", "cl", "dl", "bl", "spl", "bpl", "sil", "dil"};
    private static final String[] HIGH = {"ah", "ch", "dh", "bh"};
    private static final String[] WORD = {"ax", "cx", "dx", "bx", "sp", "bp", "si", "di"};
    private static final String[] SEGMENT = {"es", "cs", "ss", "ds", "fs", "gs"};

    private RegisterNames() {}

    /** A general register of 1, 2, 4 or 8 bytes, numbered as the decoder does. */
    static String general(int number, int size) {
        if (size == 1 && number >= Instruction.HIGH_BYTE) {
            return HIGH[number - Instruction.HIGH_BYTE];
        }
        if (number >= 8) {
            return "r" + number + (size == 1 ? "b" : size == 2 ? "w" : size == 4 ? "d" : "");
        }
        return switch (size) {
            case 1 -> LOW[number];
            case 2 -> WORD[number];
            case 4 -> "e" + WORD[number];
            default -> "r" + WORD[number];
        };
    }

    /** A segment register; 6 and 7, which do not exist, by their number. */
    static String segment(int number) {
        return number < SEGMENT.length ? SEGMENT[number] : "segr" + number;
    }
}
