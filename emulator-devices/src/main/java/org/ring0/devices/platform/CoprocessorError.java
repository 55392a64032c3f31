package org.ring0.devices.platform;

import org.ring0.core.device.Device;
import org.ring0.core.io.IoDevice;
import org.ring0.core.irq.IrqLine;

/**
 * The AT's coprocessor error logic: FERR# of the CPU sets a latch that drives IRQ 13, and a write of anything to port F0h
 * clears it. Source: IBM PC/AT technical reference 1502494, "80287 numeric processor"; PIIX3 data sheet 290550-002.
 *
 * <p>Limits: IGNNE# does not reach the CPU; port F1h, which resets an 80287, does nothing, as on every later PC.
 */
public final class CoprocessorError implements Device<CoprocessorError.State>, IoDevice {
    private static final int CLEAR_BUSY = 0;

    private final IrqLine irq13;
    private boolean latched;

    /** @param latched IRQ 13 is driven */
    public record State(boolean latched) {
        public static final State POWER_ON = new State(false);
    }

    public CoprocessorError(IrqLine irq13) {
        this.irq13 = irq13;
    }

    /** The input for FERR#, high while an unmasked error is pending. */
    public IrqLine ferr() {
        return high -> {
            if (high) {
                latched = true;
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
            settle();
        }
    }

    @Override
    public State save() {
        return new State(latched);
    }

    @Override
    public void restore(State state) {
        latched = state.latched;
    }

    @Override
    public State powerOn() {
        return State.POWER_ON;
    }

    @Override
    public void settle() {
        irq13.set(latched);
    }
}
