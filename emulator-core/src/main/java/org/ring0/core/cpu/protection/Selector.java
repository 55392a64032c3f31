package org.ring0.core.cpu.protection;

/** The parts of a segment selector (SDM Vol. 3A, 3.4.2). */
final class Selector {
    /** Set: the selector is of the local table. */
    static final int TI = 1 << 2;

    static final int RPL = 3;
    private static final int INDEX_AND_TI = 0xfffc;

    private Selector() {}

    static boolean isNull(int selector) {
        return (selector & INDEX_AND_TI) == 0;
    }

    static int rpl(int selector) {
        return selector & RPL;
    }

    static boolean isLocal(int selector) {
        return (selector & TI) != 0;
    }

    static int withRpl(int selector, int rpl) {
        return selector & INDEX_AND_TI | rpl;
    }

    /**
     * The error code of an exception about this selector (SDM Vol. 3A, 6.13).
     *
     * @param ext 1 if an event outside the program is being delivered, else 0
     */
    static int errorCode(int selector, int ext) {
        return selector & INDEX_AND_TI | ext;
    }
}
