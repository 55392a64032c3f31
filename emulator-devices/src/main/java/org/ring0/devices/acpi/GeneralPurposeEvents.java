package org.ring0.devices.acpi;

import org.ring0.core.io.IoDevice;

/** A general purpose event block of 16 events (ACPI 1.0b, 4.7.4.1): a status word and an enable word. */
final class GeneralPurposeEvents implements IoDevice {
    private static final int STATUS_BYTES = 2;

    private final Runnable onChange;
    private int status;
    private int enable;

    record State(int status, int enable) {
        static final State POWER_ON = new State(0, 0);
    }

    GeneralPurposeEvents(Runnable onChange) {
        this.onChange = onChange;
    }

    boolean eventPending() {
        return (status & enable) != 0;
    }

    @Override
    public int read(int offset) {
        return (offset < STATUS_BYTES ? status : enable) >> 8 * (offset & 1) & 0xff;
    }

    @Override
    public void write(int offset, int value) {
        int shift = 8 * (offset & 1);
        if (offset < STATUS_BYTES) {
            status &= ~(value << shift);
        } else {
            enable = enable & ~(0xff << shift) | value << shift;
        }
        onChange.run();
    }

    State save() {
        return new State(status, enable);
    }

    void restore(State state) {
        status = state.status & 0xffff;
        enable = state.enable & 0xffff;
    }
}
