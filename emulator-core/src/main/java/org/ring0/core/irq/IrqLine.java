package org.ring0.core.irq;

/** One interrupt (or other signal) wire, seen from the chip that drives it. */
@FunctionalInterface
public interface IrqLine {
    /**
     * A wire that leads nowhere. Not a constant: with one, the JVM's cache would take no lambda that is a line, and a start
     * would have to make them all.
     */
    static IrqLine unconnected() {
        return level -> {};
    }

    /** Drives the wire; driving the present level again changes nothing. */
    void set(boolean high);

    /** A low-high-low edge, for edge-triggered inputs. */
    default void pulse() {
        set(false);
        set(true);
        set(false);
    }
}
