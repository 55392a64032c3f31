package org.ring0.devices.pci;

import org.ring0.core.device.Device;
import org.ring0.core.device.HostControl;
import org.ring0.core.io.IoDevice;
import org.ring0.core.irq.IrqLine;

/**
 * Intel 82371SB (PIIX3), function 0: the PCI-to-ISA bridge. It routes the four PIRQ lines to interrupts of the 8259s and has
 * the reset control register CF9h. Data sheet: Intel 290550-002.
 *
 * <p>Limits: the ISA timing, chip select and DMA registers are storage; both ways of reset do the same.
 */
public final class Piix3IsaBridge implements Device<Piix3IsaBridge.State>, PciFunction {
    private static final int PIRQRC = 0x60;
    private static final int ROUTES = 4;
    private static final int ROUTE_DISABLED = 0x80;
    /** IRQ 0, 1, 2, 8 and 13 cannot be routed to. */
    private static final int ROUTABLE = 0b1101_1110_1111_1000;

    private static final int RCR_FULL_OR_HARD = 1 << 1;
    private static final int RCR_RESET_CPU = 1 << 2;

    private final IrqLine[] irq;
    private final HostControl host;
    private final int[] asserted = new int[ROUTES];
    private int driven;
    private int resetControl;
    private final ConfigSpace config = new ConfigSpace(0x8086, 0x7000, 0x06_0100, 0)
            .initial(ConfigSpace.COMMAND, 2, 0x0007)
            .initial(ConfigSpace.STATUS, 2, 0x0200)
            .initial(ConfigSpace.HEADER_TYPE, 1, 0x80)
            .initial(0x4c, 1, 0x4d)
            .initial(0x4e, 2, 0x0003)
            .initial(PIRQRC, 4, 0x8080_8080)
            .initial(0x69, 1, 0x02)
            .initial(0x70, 1, 0x80)
            .initial(0x76, 2, 0x0c0c)
            .initial(0x78, 1, 0x02)
            .initial(0xa0, 1, 0x08)
            .initial(0xa8, 1, 0x0f)
            .writable(ConfigSpace.COMMAND, 2, 0x0108)
            .writable(0x4c, 1, 0x7f)
            .writable(0x4e, 2, 0x03ff)
            .writable(PIRQRC, 4, 0x8f8f_8f8f)
            .writable(0x69, 1, 0xfe)
            .writable(0x6a, 2, 0x8093)
            .writable(0x70, 2, 0x6f6f)
            .writable(0x76, 2, 0x8f8f)
            .writable(0x78, 2, 0xffff)
            .writable(0x80, 1, 0x7f)
            .writable(0x82, 1, 0x0f)
            .writable(0xa0, 4, 0xffff_ff1f)
            .writable(0xa4, 4, -1)
            .writable(0xa8, 1, 0xff)
            .writable(0xaa, 4, -1)
            .writable(0xae, 1, 0xff);

    /**
     * @param config the configuration space
     * @param resetControl the register at CF9h
     */
    public record State(byte[] config, int resetControl) {}

    /**
     * @param irq the 16 interrupt inputs of the PC, shared with the ISA bus by wired OR
     * @param host whom to ask for a reset
     */
    public Piix3IsaBridge(IrqLine[] irq, HostControl host) {
        this.irq = irq.clone();
        this.host = host;
    }

    /**
     * A new driver of an open-collector PIRQ line.
     *
     * @param route 0 to 3: PIRQA# to PIRQD#
     */
    public IrqLine pirq(int route) {
        return new IrqLine() {
            private boolean level;

            @Override
            public void set(boolean high) {
                if (high != level) {
                    level = high;
                    asserted[route] += high ? 1 : -1;
                    driveInterrupts();
                }
            }
        };
    }

    /** The reset control register, for port CF9h. */
    public IoDevice resetControl() {
        return new IoDevice() {
            @Override
            public int read(int offset) {
                return resetControl;
            }

            @Override
            public void write(int offset, int value) {
                boolean rising = (value & ~resetControl & RCR_RESET_CPU) != 0;
                resetControl = value & (RCR_FULL_OR_HARD | RCR_RESET_CPU);
                if (rising) {
                    host.reset();
                }
            }
        };
    }

    private void driveInterrupts() {
        int high = 0;
        for (int route = 0; route < ROUTES; route++) {
            int control = config.read(PIRQRC + route, 1);
            if (asserted[route] > 0 && (control & ROUTE_DISABLED) == 0) {
                high |= 1 << (control & 0xf) & ROUTABLE;
            }
        }
        int changed = high ^ driven;
        driven = high;
        for (int i = 0; i < irq.length; i++) {
            if ((changed >> i & 1) != 0) {
                irq[i].set((high >> i & 1) != 0);
            }
        }
    }

    @Override
    public int readConfig(int offset, int size) {
        return config.read(offset, size);
    }

    @Override
    public void writeConfig(int offset, int value, int size) {
        config.write(offset, value, size);
        driveInterrupts();
    }

    @Override
    public State save() {
        return new State(config.save(), resetControl);
    }

    @Override
    public void restore(State state) {
        config.restore(state.config);
        resetControl = state.resetControl & (RCR_FULL_OR_HARD | RCR_RESET_CPU);
    }

    @Override
    public State powerOn() {
        return new State(config.powerOn(), 0);
    }

    @Override
    public void settle() {
        config.settle();
        driveInterrupts();
    }
}
