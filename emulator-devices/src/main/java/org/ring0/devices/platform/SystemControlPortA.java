package org.ring0.devices.platform;

import org.ring0.core.device.Device;
import org.ring0.core.device.HostControl;
import org.ring0.core.io.IoDevice;
import org.ring0.core.irq.IrqLine;

/**
 * System control port A (92h): the fast ways to A20 and to a reset. Manual: IBM PS/2 Hardware Interface Technical Reference,
 * "System control port A"; Intel 290550-002 (82371SB), section 2.5.7.
 *
 * <p>Limits: the activity lights and the password lock are bits that read back and do nothing.
 */
public final class SystemControlPortA implements Device<SystemControlPortA.State>, IoDevice {
    static final int FAST_RESET = 0x01;
    static final int A20 = 0x02;

    /** @param control the register as written */
    public record State(int control) {
        public static final State POWER_ON = new State(0);
    }

    private final IrqLine a20;
    private final HostControl host;
    private int control;

    /**
     * @param a20 driven whenever the guest writes the port: high enables A20
     * @param host takes the reset pulse
     */
    public SystemControlPortA(IrqLine a20, HostControl host) {
        this.a20 = a20;
        this.host = host;
    }

    @Override
    public int read(int offset) {
        return control;
    }

    /** Resets when bit 0 rises. */
    @Override
    public void write(int offset, int value) {
        boolean pulse = (value & ~control & FAST_RESET) != 0;
        control = value;
        a20.set((value & A20) != 0);
        if (pulse) {
            host.reset();
        }
    }

    @Override
    public State save() {
        return new State(control);
    }

    /** Leaves A20 alone: the gate, which the keyboard controller drives as well, has a state of its own. */
    @Override
    public void restore(State state) {
        control = state.control & 0xff;
    }

    @Override
    public State powerOn() {
        return State.POWER_ON;
    }
}
