package org.ring0.core.cpu;

/** Is told of every interrupt and exception before it is delivered; for people and tests, no part of the machine. */
@FunctionalInterface
public interface InterruptObserver {
    /** Where an event comes from. */
    enum Origin {
        /** The INTR pin or NMI. */
        EXTERNAL,
        /** A fault, a trap or an abort of an instruction. */
        EXCEPTION,
        /** INT n, INT3, INTO, INT1. */
        SOFTWARE
    }

    /**
     * A delivery begins.
     *
     * @param vector 0 to 255
     * @param errorCode what is pushed, or -1 if nothing is
     */
    void delivers(int vector, Origin origin, int errorCode);
}
