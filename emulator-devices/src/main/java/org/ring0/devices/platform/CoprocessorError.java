package org.ring0.devices.platform;

import org.ring0.core.device.Device;
import org.ring0.core.io.IoDevice;
import org.ring0.core.irq.IrqLine;

/**
 * The AT's coprocessor error logic: FERR# of the CPU sets a latch that drives IRQ 13. A write of anything to port F0h
 * clears it and, as long as FERR# is active, drives IGNNE#, so that the handler can use the FPU. Source: IBM PC/AT technical
 * reference 1502494, "80287 numeric processor"; PIIX3 data sheet 290550-002.
 *
 * <p>Limits: port F1h, which resets an 80287, does nothing, as on every later PC.
 */
public final class CoprocessorError implements Device<CoprocessorError.State>, IoDevice {
    private static final int CLEAR_BUSY = 0;

    private final IrqLine irq13;
    private final IrqLine ignne;
    private boolean error;
    private boolean latched;
    private boolean ignoring;

    /**
     * @param error FERR# is active
     * @param latched IRQ 13 is driven
     * @param ignoring IGNNE# is driven
     */
    public record State(boolean error, boolean latched, boolean ignoring) {
        public static final State POWER_ON = new State(false, false, false);
    }

    /** @param ignne the CPU's IGNNE# pin */
    public CoprocessorError(IrqLine irq13, IrqLine ignne) {
        this.irq13 = irq13;
        this.ignne = ignne;
    }

    /** The input for FERR#, high while an unmasked error is pending. */
    public IrqLine ferr() {
        return high -> {
            if (high != error) {
                error = high;
                latched |= high;
                ignoring &= high;
                settle();
            }
        };
    }

    @Override
    public int read(int offset) {
        return 0xff;
    }

    @Override
    public void write(int offset, int value) {
        if (offset == CLEAR_BUSY) {
            latched = false;
            ignoring = error;
            settle();
        }
    }

    @Override
    public State save() {
        return new State(error, latched, ignoring);
    }

    @Override
    public void restore(State state) {
        error = state.error;
        latched = state.latched;
        ignoring = state.ignoring;
    }

    @Override
    public State powerOn() {
        return State.POWER_ON;
    }

    @Override
    public void settle() {
        irq13.set(latched);
        ignne.set(ignoring);
    }
}
