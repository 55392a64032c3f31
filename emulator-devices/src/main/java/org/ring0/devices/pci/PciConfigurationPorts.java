package org.ring0.devices.pci;

import org.ring0.core.device.Device;
import org.ring0.core.io.IoDevice;

/**
 * PCI configuration mechanism 1: eight ports, CONFIG_ADDRESS (a dword at 0) and CONFIG_DATA (a dword at 4, accessible by
 * byte and word). Source: PCI Local Bus Specification 2.1, 3.7.4.1; Intel 82441FX data sheet 290549-001, 3.1.
 *
 * <p>CONFIG_ADDRESS takes dwords only; narrower accesses at 0 to 3 pass on to the ISA bus, where offset 1 is the reset
 * control register of the PIIX3 and nothing else answers.
 */
public final class PciConfigurationPorts implements Device<PciConfigurationPorts.State>, IoDevice {
    private static final int CONFIG_DATA = 4;
    private static final int RESET_CONTROL = 1;
    /** CONFIG_ADDRESS: enable, bus, device, function, register; bits 24 to 30 and 0 to 1 are reserved. */
    private static final int ADDRESS_MASK = 0x80ff_fffc;

    private final PciBus bus;
    private final IoDevice resetControl;
    private int address;

    /** @param configAddress the CONFIG_ADDRESS register */
    public record State(int configAddress) {
        public static final State POWER_ON = new State(0);
    }

    /**
     * @param bus where configuration cycles go
     * @param resetControl the one-byte register that lies under CONFIG_ADDRESS, its offset 0
     */
    public PciConfigurationPorts(PciBus bus, IoDevice resetControl) {
        this.bus = bus;
        this.resetControl = resetControl;
    }

    @Override
    public int read(int offset) {
        return read(offset, 1);
    }

    @Override
    public void write(int offset, int value) {
        write(offset, value, 1);
    }

    @Override
    public int read(int offset, int size) {
        if (offset >= CONFIG_DATA) {
            return address < 0 ? bus.read(bus(), deviceFunction(), register(offset), size) : -1;
        }
        if (offset == 0 && size == 4) {
            return address;
        }
        int value = 0;
        for (int i = 0; i < size; i++) {
            value |= readByte(offset + i) << 8 * i;
        }
        return value;
    }

    private int readByte(int offset) {
        if (offset >= CONFIG_DATA) {
            return read(offset, 1) & 0xff;
        }
        return offset == RESET_CONTROL ? resetControl.read(0) : 0xff;
    }

    @Override
    public void write(int offset, int value, int size) {
        if (offset >= CONFIG_DATA) {
            if (address < 0) {
                bus.write(bus(), deviceFunction(), register(offset), value, size);
            }
        } else if (offset == 0 && size == 4) {
            address = value & ADDRESS_MASK;
        } else {
            for (int i = 0; i < size; i++) {
                writeByte(offset + i, value >>> 8 * i & 0xff);
            }
        }
    }

    private void writeByte(int offset, int value) {
        if (offset >= CONFIG_DATA) {
            write(offset, value, 1);
        } else if (offset == RESET_CONTROL) {
            resetControl.write(0, value);
        }
    }

    private int bus() {
        return address >> 16 & 0xff;
    }

    private int deviceFunction() {
        return address >> 8 & 0xff;
    }

    private int register(int offset) {
        return address & 0xfc | offset & 3;
    }

    @Override
    public State save() {
        return new State(address);
    }

    @Override
    public void restore(State state) {
        address = state.configAddress & ADDRESS_MASK;
    }

    @Override
    public State powerOn() {
        return State.POWER_ON;
    }
}
