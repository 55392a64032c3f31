package org.ring0.core.irq;

/** One interrupt (or other signal) wire, seen from the chip that drives it. */
@FunctionalInterface
public interface IrqLine {
    /** A wire that leads nowhere. */
    IrqLine UNCONNECTED = level -> {};

    /** Drives the wire; driving the present level again changes nothing. */
    void set(boolean high);

    /** A low-high-low edge, for edge-triggered inputs. */
    default void pulse() {
        set(false);
        set(true);
        set(false);
    }
}
