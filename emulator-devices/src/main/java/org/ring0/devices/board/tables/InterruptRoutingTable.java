package org.ring0.devices.board.tables;

/**
 * The PCI IRQ Routing Table 1.0 ("$PIR"), for kernels that know neither ACPI nor APICs: which of the PIIX3's PIRQ route control
 * registers the pins of each slot lead to, and which interrupts these may choose. The same as our BIOS has.
 */
final class InterruptRoutingTable {
    static final String TABLE = "interrupt-routing";

    private static final int HEADER = 32;
    private static final int ENTRY = 16;
    private static final int FIRST_SLOT = 1;
    private static final int LAST_SLOT = 31;
    private static final int PINS = 4;
    private static final int VERSION = 0x100;
    /** Function 0 of slot 1, an 8086:7000. */
    private static final int ROUTER = 1 << 3;

    private static final int ROUTER_ID = 0x7000_8086;
    private static final int FIRST_ROUTE = 0x60;
    private static final int CHECKSUM = 31;

    private InterruptRoutingTable() {}

    static Blob of() {
        Blob t = new Blob(TABLE, 16);
        int length = HEADER + ENTRY * (LAST_SLOT - FIRST_SLOT + 1);
        t.ascii("$PIR")
                .u16(VERSION)
                .u16(length)
                .u8(0, ROUTER)
                .u16(0)
                .u32(ROUTER_ID)
                .u32(0);
        t.zeros(HEADER - t.size());
        for (int slot = FIRST_SLOT; slot <= LAST_SLOT; slot++) {
            t.u8(0, slot << 3);
            for (int pin = 0; pin < PINS; pin++) {
                boolean sci = slot == PcFacts.SCI_SLOT && pin == 0;
                t.u8(sci ? 0 : FIRST_ROUTE + (slot + pin - 1 & 3)).u16(sci ? 0 : choices());
            }
            t.u8(0, 0); // on the board, and reserved
        }
        t.checksum(CHECKSUM, 0, length);
        return t;
    }

    private static int choices() {
        int bits = 0;
        for (int irq : PcFacts.PCI_INTERRUPTS) {
            bits |= 1 << irq;
        }
        return bits;
    }
}
