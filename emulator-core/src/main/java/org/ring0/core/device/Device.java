package org.ring0.core.device;

/**
 * A chip with a state. The record {@code S} is the snapshot schema: it holds everything that the guest could ever tell
 * apart, and nothing that can be computed (timers, line levels).
 *
 * @param <S> the state, a record of primitives, strings, enums, arrays, lists and such records
 */
public interface Device<S extends Record> {
    /** The state now; later changes of the device do not show in it. */
    S save();

    /** Takes over a state; wires and timers are not touched before {@link #settle()}. */
    void restore(S state);

    /** The state after power-on. */
    S powerOn();

    /** What the hardware reset line does; the default is the state after power-on, settled. */
    default void reset() {
        restore(powerOn());
        settle();
    }

    /** Re-arms the timers and re-drives the wires that follow from the state. */
    default void settle() {}
}
