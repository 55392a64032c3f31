package org.ring0.core.cpu.translator;

/**
 * The JVM locals of a region. All of them are set before the first label, so that every frame is the same; 32-bit code keeps
 * its registers and flags in ints.
 */
final class Locals {
    static final int THIS = 0;
    static final int STATE = 1;
    /** EAX; the other general registers follow in the order of their encodings. */
    static final int GPR = 2;

    static final int FLAG_KIND = 10;
    static final int FLAG_RESULT = 11;
    static final int FLAG_DEST = 12;
    static final int FLAG_SOURCE = 13;
    /** Cycles left until the slice ends. */
    static final int REMAINING = 14;
    /** RIP at the start of the page. */
    static final int RIP_BASE = 15;
    /** Where an exit leads, and how. */
    static final int EXIT_RIP = 16;

    static final int EXIT_KIND = 17;
    /** Scratch of one instruction. */
    static final int A = 18;

    static final int B = 19;
    static final int C = 20;
    static final int D = 21;
    /** A linear address, its slot in the TLB, and (two slots wide) the host address behind it. */
    static final int LINEAR = 22;

    static final int SLOT = 23;
    static final int ADDRESS = 24;
    /** CF and OF of a rotate, in place of those of the lazy flags, while {@code FlagEmitter} says so. */
    static final int OVERLAY = 26;

    static final int COUNT = 27;

    private Locals() {}
}
