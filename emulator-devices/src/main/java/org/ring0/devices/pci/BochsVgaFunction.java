package org.ring0.devices.pci;

import org.ring0.core.device.Device;

/**
 * The configuration space of a Bochs-compatible display adapter (1234:1111), as QEMU's "standard VGA" documents it
 * (docs/specs/standard-vga): base 0 is the linear frame buffer, base 2 the display registers in memory, and the expansion
 * ROM holds the VGA BIOS.
 *
 * <p>Limits: the legacy VGA ports and A0000h to BFFFFh decode whatever the command register says.
 */
public final class BochsVgaFunction implements Device<BochsVgaFunction.State>, PciFunction {
    private final ConfigSpace config = new ConfigSpace(0x1234, 0x1111, 0x03_0000, 2)
            .initial(ConfigSpace.SUBSYSTEM_VENDOR, 4, 0x1100_1af4)
            .writable(ConfigSpace.COMMAND, 2, 0x0107);

    /** @param config the configuration space */
    public record State(byte[] config) {}

    /**
     * A window of the adapter.
     *
     * @param size in bytes, a power of two; 0 for none
     * @param window follows the base
     */
    public record Window(int size, AddressWindow window) {}

    /**
     * @param frameBuffer the linear frame buffer
     * @param registers the display registers, 4 KiB
     * @param rom the VGA BIOS
     */
    public BochsVgaFunction(Window frameBuffer, Window registers, Window rom) {
        base(0x10, BaseAddress.Kind.PREFETCHABLE_MEMORY, frameBuffer);
        base(0x18, BaseAddress.Kind.MEMORY, registers);
        base(0x30, BaseAddress.Kind.EXPANSION_ROM, rom);
    }

    private void base(int offset, BaseAddress.Kind kind, Window window) {
        if (window.size != 0) {
            config.base(BaseAddress.memory(offset, window.size, kind), window.window);
        }
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
