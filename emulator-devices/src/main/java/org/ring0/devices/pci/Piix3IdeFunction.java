package org.ring0.devices.pci;

import org.ring0.core.device.Device;

/**
 * Intel 82371SB (PIIX3), function 1: the configuration space of the IDE interface. Data sheet: Intel 290550-002, 2.3. The
 * channels themselves sit at their ISA addresses; this function decides where the bus-master registers are.
 *
 * <p>Limits: the legacy ports decode whatever the IDE decode enable bits say, so that a kernel that was started without
 * firmware finds its disks; timing registers are storage.
 */
public final class Piix3IdeFunction implements Device<Piix3IdeFunction.State>, PciFunction {
    private final ConfigSpace config = new ConfigSpace(0x8086, 0x7010, 0x01_0180, 0)
            .initial(ConfigSpace.STATUS, 2, 0x0280)
            .writable(ConfigSpace.COMMAND, 2, 0x0005)
            .writable(0x0d, 1, 0xf0)
            .writable(0x40, 4, 0xf3ff_f3ff)
            .writable(0x44, 1, 0xff);

    /** @param config the configuration space */
    public record State(byte[] config) {}

    /** @param busMaster follows the base of the 16 bus-master ports */
    public Piix3IdeFunction(AddressWindow busMaster) {
        config.base(BaseAddress.io(0x20, 16), busMaster);
    }

    @Override
    public int readConfig(int offset, int size) {
        return config.read(offset, size);
    }

    @Override
    public void writeConfig(int offset, int value, int size) {
        config.write(offset, value, size);
    }

    @Override
    public State save() {
        return new State(config.save());
    }

    @Override
    public void restore(State state) {
        config.restore(state.config);
    }

    @Override
    public State powerOn() {
        return new State(config.powerOn());
    }

    @Override
    public void settle() {
        config.settle();
    }
}
