package org.ring0.devices.board;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
import org.ring0.devices.pci.Piix3IsaBridge;

/**
 * The slots of a PC, as one card sees them: where devices go that the board does not know. What is plugged in twice in one
 * place, or over something that is there already, is an {@link IllegalStateException}.
 *
 * <p>Snapshots and forks carry a card that adds its state to the machine ({@link #add}), or says that it has none
 * ({@link #stateless}). With any other card a machine cannot be saved.
 */
public final class ExpansionBus {
    /** The first PCI device number that the board leaves free, and the last. */
    public static final int FIRST_SLOT = 3;

    public static final int LAST_SLOT = 31;

    private static final long PAGE = 4096;
    private static final int PINS = 4;

    private final Machine machine;
    private final PcIrqMap irq;
    private final WindowMap windows;
    private final PciBus pci;
    private final Piix3IsaBridge isaBridge;
    /** What the card has put somewhere. */
    private final List<Object> plugged = new ArrayList<>();

    private boolean carried;

    ExpansionBus(Machine machine, PcIrqMap irq, WindowMap windows, PciBus pci, Piix3IsaBridge isaBridge) {
        this.machine = machine;
        this.irq = irq;
        this.windows = windows;
        this.pci = pci;
        this.isaBridge = isaBridge;
    }

    /** The card's name, if what it has plugged in may have a state that nobody knows how to save. */
    Optional<String> uncarried() {
        return carried
                ? Optional.empty()
                : plugged.stream().map(ExpansionBus::name).findFirst();
    }

    /** A lambda or a class without a name is called as what it stands in. */
    private static String name(Object device) {
        String name = device.getClass().getName();
        String outer = name.contains("$$") ? name.substring(0, name.indexOf("$$")) : name.replaceAll("\\$\\d.*", "");
        return outer.substring(outer.lastIndexOf('.') + 1).replace('$', '.');
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
        plugged.add(device);
        machine.ports().map(range, device);
    }

    /** Has a device answer in memory: whole pages of 4 KiB. */
    public void memory(long physical, long size, MmioDevice device) {
        if (physical < 0 || size <= 0 || physical % PAGE != 0 || size % PAGE != 0) {
            throw new IllegalArgumentException("not whole pages of 4 KiB: %x, %x bytes".formatted(physical, size));
        }
        plugged.add(device);
        machine.memory().map(Region.mmio(physical, size, device));
    }

    /** What a base address register of a PCI function moves: ports. */
    public AddressWindow portWindow(int count, IoDevice device) {
        plugged.add(device);
        return windows.ports(count, () -> device);
    }

    /** What a base address register of a PCI function moves: registers in memory, a power of two and at least 4 KiB. */
    public AddressWindow memoryWindow(int size, MmioDevice device) {
        plugged.add(device);
        return windows.memory(base -> Region.mmio(base, size, device));
    }

    /** Plugs a function into a PCI slot, {@link #FIRST_SLOT} to {@link #LAST_SLOT}. */
    public void pci(int slot, PciFunction function) {
        checkSlot(slot);
        plugged.add(function);
        pci.plug(slot, 0, function);
    }

    private static void checkSlot(int slot) {
        if (slot < FIRST_SLOT || slot > LAST_SLOT) {
            throw new IllegalArgumentException("there is no free PCI slot " + slot);
        }
    }

    /**
     * A driver of an interrupt pin of a PCI slot: high asserts it, until it is low again. Firmware routes it to an interrupt of
     * the board and tells it in {@code ConfigSpace.INTERRUPT_LINE}, if the function says in {@code INTERRUPT_PIN} which pin it
     * uses (1 is INTA#).
     *
     * @param pin 1 to 4: INTA# to INTD#
     */
    public IrqLine pciInterrupt(int slot, int pin) {
        checkSlot(slot);
        if (pin < 1 || pin > PINS) {
            throw new IllegalArgumentException("PCI has no interrupt pin " + pin);
        }
        return isaBridge.pirq(slot + pin - 2 & PINS - 1);
    }

    /** Takes a device with a state into the machine: it is reset, digested and saved with the others, under this name. */
    public <D extends Device<?>> D add(String name, D device) {
        carried = true;
        return machine.add(name, device);
    }

    /** Says that nothing of this card remembers anything, so that a snapshot needs to know nothing of it. */
    public void stateless() {
        carried = true;
    }
}
