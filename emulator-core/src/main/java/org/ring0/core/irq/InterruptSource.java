package org.ring0.core.irq;

/** What the CPU sees of an interrupt controller: the answer to its interrupt-acknowledge cycle. */
@FunctionalInterface
public interface InterruptSource {
    /** Runs the INTA cycle: the vector, 0 to 255 (a spurious one if the request has gone). */
    int acknowledge();
}
