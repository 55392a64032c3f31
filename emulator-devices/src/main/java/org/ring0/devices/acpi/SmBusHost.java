package org.ring0.devices.acpi;

import java.util.Arrays;
import org.ring0.core.io.IoDevice;

/**
 * The PIIX4's SMBus host (data sheet 290562-001, 7.3) on a bus with nobody else: every transaction ends at once with the
 * device error that a missing acknowledge gives.
 */
final class SmBusHost implements IoDevice {
    private static final int SMBHSTSTS = 0x00;
    private static final int SMBSLVSTS = 0x01;
    private static final int SMBHSTCNT = 0x02;
    private static final int REGISTERS = 16;

    private static final int HSTSTS_CLEARABLE = 0x1e;
    private static final int HSTSTS_DEV_ERR = 1 << 2;
    private static final int HSTCNT_START = 1 << 6;

    private int status;
    private byte[] registers = new byte[REGISTERS];

    record State(int status, byte[] registers) {
        static final State POWER_ON = new State(0, new byte[REGISTERS]);
    }

    @Override
    public int read(int offset) {
        return switch (offset) {
            case SMBHSTSTS -> status;
            case SMBSLVSTS -> 0;
            default -> registers[offset & REGISTERS - 1] & 0xff;
        };
    }

    @Override
    public void write(int offset, int value) {
        switch (offset) {
            case SMBHSTSTS -> status &= ~(value & HSTSTS_CLEARABLE);
            case SMBSLVSTS -> {}
            case SMBHSTCNT -> {
                registers[SMBHSTCNT] = (byte) (value & ~HSTCNT_START);
                if ((value & HSTCNT_START) != 0) {
                    status |= HSTSTS_DEV_ERR;
                }
            }
            default -> registers[offset & REGISTERS - 1] = (byte) value;
        }
    }

    State save() {
        return new State(status, registers.clone());
    }

    void restore(State state) {
        status = state.status & HSTSTS_CLEARABLE;
        registers = Arrays.copyOf(state.registers, REGISTERS);
    }
}
