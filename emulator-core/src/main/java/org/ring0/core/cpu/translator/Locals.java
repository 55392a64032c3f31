package org.ring0.core.cpu.translator;

import static org.objectweb.asm.Opcodes.INTEGER;
import static org.objectweb.asm.Opcodes.LONG;
import static org.objectweb.asm.Opcodes.TOP;

/**
 * The JVM locals of a region. All of them are set before the first label, so that every frame is the same. Registers, flags,
 * RIP and linear addresses are <em>words</em>: ints in 16- and 32-bit code, longs in 64-bit code; each has room for a long.
 */
final class Locals {
    static final int THIS = 0;
    static final int STATE = 1;
    /** RAX, a word; the other general registers follow in the order of their encodings, {@link #gpr}. */
    static final int GPR = 2;

    static final int FLAG_KIND = 34;
    /** Words, as the two that follow. */
    static final int FLAG_RESULT = 35;

    static final int FLAG_DEST = 37;
    static final int FLAG_SOURCE = 39;
    /** Cycles left until the slice ends. */
    static final int REMAINING = 41;
    /** RIP at the start of the page, a word. */
    static final int RIP_BASE = 42;
    /** Where an exit leads, a word, and how. */
    static final int EXIT_RIP = 44;

    static final int EXIT_KIND = 46;
    /** Scratch of one instruction: values of up to 4 bytes. */
    static final int A = 47;

    static final int B = 48;
    static final int C = 49;
    static final int D = 50;
    /** The places of A to D while they hold values of 8 bytes. */
    static final int WIDE_A = 51;

    static final int WIDE_B = 53;
    static final int WIDE_C = 55;
    static final int WIDE_D = 57;
    /** A linear address, a word, its slot in the TLB, and (always a long) the host address behind it. */
    static final int LINEAR = 59;

    static final int SLOT = 61;
    static final int ADDRESS = 62;
    /** CF and OF of a rotate, in place of those of the lazy flags, while {@code FlagEmitter} says so. */
    static final int OVERLAY = 64;

    static final int COUNT = 65;

    private Locals() {}

    /** The local of a general register, by its encoding. */
    static int gpr(int number) {
        return GPR + 2 * number;
    }

    /** Where A, B, C or D holds a value of {@code size} bytes. */
    static int temporary(int name, int size) {
        return size == 8 ? WIDE_A + 2 * (name - A) : name;
    }

    /**
     * What a local is in every frame: INTEGER, LONG, or TOP if it is not used.
     *
     * @param word how many bytes a word has, 4 or 8
     */
    static Object type(int local, int word) {
        Object wordType = word == 8 ? LONG : INTEGER;
        return switch (local) {
            case FLAG_RESULT, FLAG_DEST, FLAG_SOURCE, RIP_BASE, EXIT_RIP, LINEAR -> wordType;
            case WIDE_A, WIDE_B, WIDE_C, WIDE_D -> word == 8 ? LONG : TOP;
            case FLAG_KIND, REMAINING, EXIT_KIND, A, B, C, D, SLOT, OVERLAY -> INTEGER;
            case ADDRESS -> LONG;
            default -> local >= GPR && local < gpr(2 * word) && (local & 1) == 0 ? wordType : TOP;
        };
    }
}
