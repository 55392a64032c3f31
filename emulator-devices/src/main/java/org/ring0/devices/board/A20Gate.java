package org.ring0.devices.board;

import org.ring0.core.device.Device;
import org.ring0.core.irq.IrqLine;
import org.ring0.core.memory.AddressSpace;

/**
 * The A20 gate, which the keyboard controller and port 92h both control. Whoever changed it last decides: firmware opens it
 * one way and closes it the other. It powers up open, so that the reset vector below 4 GiB can be fetched.
 */
final class A20Gate implements Device<A20Gate.State> {
    private final AddressSpace memory;
    private boolean open = true;
    private boolean settling;

    /** @param open A20 passes */
    public record State(boolean open) {
        static final State POWER_ON = new State(true);
    }

    A20Gate(AddressSpace memory) {
        this.memory = memory;
    }

    /** A new input of the gate; it acts when its level changes. */
    IrqLine input() {
        return this::drive;
    }

    private void drive(boolean level) {
        if (!settling) {
            open = level;
            memory.setA20(level);
        }
    }

    @Override
    public State save() {
        return new State(open);
    }

    /** Until {@link #settle()}, inputs that are driven again on the way do not count: the saved state does. */
    @Override
    public void restore(State state) {
        open = state.open;
        settling = true;
    }

    @Override
    public State powerOn() {
        return State.POWER_ON;
    }

    @Override
    public void settle() {
        settling = false;
        memory.setA20(open);
    }
}
