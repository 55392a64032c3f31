package org.ring0.devices.timer;

import java.util.function.BooleanSupplier;
import org.ring0.core.device.Device;
import org.ring0.core.io.IoDevice;
import org.ring0.core.irq.IrqLine;
import org.ring0.core.time.ClockDomain;

/**
 * System control port B (61h) of the PC/AT: the NMI status and control register. Manual: Intel 290550-002 (82371SB), section
 * 2.5.7; IBM PC/AT technical reference.
 *
 * <p>Limits: nothing raises SERR# or IOCHK#, so bits 6 and 7 read as zero; the refresh bit toggles every 18 ticks of the
 * timer's clock whatever counter 1 is programmed to, as on chip sets that refresh by themselves.
 */
public final class SystemControlPortB implements Device<SystemControlPortB.State>, IoDevice {
    static final int TIMER_2_GATE = 0x01;
    static final int SPEAKER_DATA = 0x02;
    static final int SERR_DISABLE = 0x04;
    static final int IOCHK_DISABLE = 0x08;
    static final int REFRESH_TOGGLE = 0x10;
    static final int TIMER_2_OUT = 0x20;

    private static final int WRITABLE = TIMER_2_GATE | SPEAKER_DATA | SERR_DISABLE | IOCHK_DISABLE;
    private static final int REFRESH_TICKS = 18;

    /** @param control the four writable bits */
    public record State(int control) {
        public static final State POWER_ON = new State(0);
    }

    private final IrqLine gate2;
    private final BooleanSupplier out2;
    private final ClockDomain timerClock;
    private int control;

    /**
     * @param gate2 GATE of the timer's counter 2
     * @param out2 OUT of the timer's counter 2
     * @param timerClock the timer's clock, which the refresh requests are divided from
     */
    public SystemControlPortB(IrqLine gate2, BooleanSupplier out2, ClockDomain timerClock) {
        this.gate2 = gate2;
        this.out2 = out2;
        this.timerClock = timerClock;
    }

    /** Whether the speaker hears OUT 2 now. */
    public boolean speakerOn() {
        return (control & SPEAKER_DATA) != 0;
    }

    @Override
    public int read(int offset) {
        boolean refresh = (timerClock.ticks() / REFRESH_TICKS & 1) != 0;
        return control | (refresh ? REFRESH_TOGGLE : 0) | (out2.getAsBoolean() ? TIMER_2_OUT : 0);
    }

    @Override
    public void write(int offset, int value) {
        control = value & WRITABLE;
        gate2.set((control & TIMER_2_GATE) != 0);
    }

    @Override
    public State save() {
        return new State(control);
    }

    @Override
    public void restore(State state) {
        control = state.control & WRITABLE;
    }

    @Override
    public State powerOn() {
        return State.POWER_ON;
    }

    /** The gate is part of the timer's own state: driving the present level again changes nothing there. */
    @Override
    public void settle() {
        gate2.set((control & TIMER_2_GATE) != 0);
    }
}
