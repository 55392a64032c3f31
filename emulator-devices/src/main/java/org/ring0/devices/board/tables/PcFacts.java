package org.ring0.devices.board.tables;

/**
 * What the tables tell of the machine.
 *
 * @param ramBelowHole bytes of RAM from 0 up to the PCI hole
 * @param ramAboveFourGib bytes of RAM from 4 GiB on
 * @param serialPorts how many, from COM1 on
 * @param floppy whether there is a floppy drive
 * @param cpu what the CPU says of itself
 * @param apics where the register pages are
 * @param hpetId the low half of the HPET's capabilities
 */
public record PcFacts(
        long ramBelowHole, long ramAboveFourGib, int serialPorts, boolean floppy, Cpu cpu, Pages apics, int hpetId) {
    /**
     * A CPU in words and numbers.
     *
     * @param signature EAX of CPUID leaf 1
     * @param features EDX of it
     */
    public record Cpu(String vendor, String brand, int signature, int features, int megahertz) {}

    /** Physical addresses of registers. */
    public record Pages(long localApic, long ioApic, long hpet) {}

    /** ID of the only CPU's local APIC. */
    static final int LOCAL_APIC_ID = 0;
    /**
     * What the I/O APIC's ID register holds after a reset. It may be a local APIC's too where messages go by the system bus and
     * not by a bus of APICs, as here (local APICs from version 14h on).
     */
    static final int IO_APIC_ID = 0;

    /** The timer's input of the I/O APIC. */
    static final int TIMER_INPUT = 2;
    /** The system control interrupt. */
    static final int SCI = 9;
    /** The PCI slot whose INTA# it is. */
    static final int SCI_SLOT = 1;

    /** Interrupts that PCI functions can be routed to, and that are level-triggered then. */
    static final int[] PCI_INTERRUPTS = {5, 10, 11};

    /** The interrupts that firmware routes PIRQA# to PIRQD# to. */
    static final int[] PIRQ_LINES = {10, 10, 11, 11};
}
