package org.ring0.devices.acpi;

import org.ring0.core.io.IoDevice;

/**
 * The APM control and status ports (PIIX4 data sheet 290562-001, 7.1.2). With no system management mode behind them, the
 * two commands that hand the machine over to ACPI and back act directly; all others only leave their value.
 */
final class Apm implements IoDevice {
    private static final int APMC = 0;

    private final SciEnable sciEnable;
    private int control;
    private int status;

    /** Sets SCI_EN. */
    interface SciEnable {
        void set(boolean on);
    }

    record State(int control, int status) {
        static final State POWER_ON = new State(0, 0);
    }

    Apm(SciEnable sciEnable) {
        this.sciEnable = sciEnable;
    }

    @Override
    public int read(int offset) {
        return offset == APMC ? control : status;
    }

    @Override
    public void write(int offset, int value) {
        if (offset != APMC) {
            status = value;
            return;
        }
        control = value;
        if (value == Piix4PowerManagement.ACPI_ENABLE || value == Piix4PowerManagement.ACPI_DISABLE) {
            sciEnable.set(value == Piix4PowerManagement.ACPI_ENABLE);
        }
    }

    State save() {
        return new State(control, status);
    }

    void restore(State state) {
        control = state.control & 0xff;
        status = state.status & 0xff;
    }
}
