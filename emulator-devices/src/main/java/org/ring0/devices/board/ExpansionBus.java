package org.ring0.devices.board;

import org.ring0.core.device.BusMemory;
import org.ring0.core.device.Device;
import org.ring0.core.io.IoDevice;
import org.ring0.core.io.PortRange;
import org.ring0.core.irq.IrqLine;
import org.ring0.core.machine.Machine;
import org.ring0.core.memory.MmioDevice;
import org.ring0.core.memory.Region;
import org.ring0.core.time.ClockDomain;
import org.ring0.core.time.Scheduler;
import org.ring0.devices.pci.AddressWindow;
import org.ring0.devices.pci.PciBus;
import org.ring0.devices.pci.PciFunction;

/**
 * The slots of a PC: where devices go that the board does not know. To be filled before the machine runs; what is plugged in
 * twice in one place, or over something that is there already, is an {@link IllegalStateException}.
 */
public final class ExpansionBus {
    /** The first PCI device number that the board leaves free, and the last. */
    public static final int FIRST_SLOT = 3;

    public static final int LAST_SLOT = 31;

    private static final long PAGE = 4096;

    private final Machine machine;
    private final PcIrqMap irq;
    private final WindowMap windows;
    private final PciBus pci;

    ExpansionBus(Machine machine, PcIrqMap irq, WindowMap windows, PciBus pci) {
        this.machine = machine;
        this.irq = irq;
        this.windows = windows;
        this.pci = pci;
    }

    /** A crystal of {@code hertz}, 1 Hz to 2 GHz, derived from the machine's clock. */
    public ClockDomain clock(long hertz) {
        return new ClockDomain(machine.clock(), hertz);
    }

    /** Where a device has itself woken at a cycle. */
    public Scheduler scheduler() {
        return machine.scheduler();
    }

    /** Guest memory as a bus master sees it. */
    public BusMemory memory() {
        return machine.memory();
    }

    /**
     * A driver of an interrupt of the ISA bus, 3 to 15, shared with whoever else drives it.
     *
     * @throws IllegalArgumentException for one that has no pin on the bus
     */
    public IrqLine irq(int number) {
        if (number < PcIrqMap.COM2_COM4
                || number >= PcIrqMap.COUNT
                || number == PcIrqMap.RTC
                || number == PcIrqMap.COPROCESSOR) {
            throw new IllegalArgumentException("the ISA bus has no IRQ " + number);
        }
        return irq.driver(number);
    }

    /** Has a device answer at ports; its offset 0 is the range's first. */
    public void ports(PortRange range, IoDevice device) {
        machine.ports().map(range, device);
    }

    /** Has a device answer in memory: whole pages of 4 KiB. */
    public void memory(long physical, long size, MmioDevice device) {
        if (physical < 0 || size <= 0 || physical % PAGE != 0 || size % PAGE != 0) {
            throw new IllegalArgumentException("not whole pages of 4 KiB: %x, %x bytes".formatted(physical, size));
        }
        machine.memory().map(Region.mmio(physical, size, device));
    }

    /** What a base address register of a PCI function moves: ports. */
    public AddressWindow portWindow(int count, IoDevice device) {
        return windows.ports(count, () -> device);
    }

    /** What a base address register of a PCI function moves: registers in memory, a power of two and at least 4 KiB. */
    public AddressWindow memoryWindow(int size, MmioDevice device) {
        return windows.memory(base -> Region.mmio(base, size, device));
    }

    /** Plugs a function into a PCI slot, {@link #FIRST_SLOT} to {@link #LAST_SLOT}. */
    public void pci(int slot, PciFunction function) {
        if (slot < FIRST_SLOT || slot > LAST_SLOT) {
            throw new IllegalArgumentException("there is no free PCI slot " + slot);
        }
        pci.plug(slot, 0, function);
    }

    /** Takes a device with a state into the machine: it is reset, digested and saved with the others, under this name. */
    public <D extends Device<?>> D add(String name, D device) {
        return machine.add(name, device);
    }
}
