package org.ring0.devices.interrupt;

/** ESR (SDM Vol. 3A, "Error Handling"): errors are collected, and a write shows those since the last one. */
final class ErrorStatus {
    static final int SEND_ILLEGAL_VECTOR = 1 << 5;
    static final int RECEIVED_ILLEGAL_VECTOR = 1 << 6;
    static final int ILLEGAL_REGISTER = 1 << 7;
    private static final int DEFINED = SEND_ILLEGAL_VECTOR | RECEIVED_ILLEGAL_VECTOR | ILLEGAL_REGISTER;

    private int shown;
    private int collected;

    /** Collects an error; whether it had not been collected already. */
    boolean add(int bit) {
        boolean isNew = (collected & bit) == 0;
        collected |= bit;
        return isNew;
    }

    /** A write to ESR. */
    void update() {
        shown = collected;
        collected = 0;
    }

    /** What reading ESR gives. */
    int shown() {
        return shown;
    }

    int collected() {
        return collected;
    }

    void restore(int savedShown, int savedCollected) {
        shown = savedShown & DEFINED;
        collected = savedCollected & DEFINED;
    }
}
