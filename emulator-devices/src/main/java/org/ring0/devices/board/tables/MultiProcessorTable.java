package org.ring0.devices.board.tables;

import java.util.Arrays;
import java.util.List;

/** The tables of the MultiProcessor Specification 1.4, chapter 4, for kernels that know APICs and not ACPI. */
final class MultiProcessorTable {
    static final String TABLE = "mp-table";
    static final String POINTER = "mp-pointer";

    private static final int HEADER = 44;
    private static final int PROCESSOR = 0;
    private static final int BUS = 1;
    private static final int IO_APIC = 2;
    private static final int IO_INTERRUPT = 3;
    private static final int LOCAL_INTERRUPT = 4;
    private static final int PCI_BUS = 0;
    private static final int ISA_BUS = 1;
    private static final int INT = 0;
    private static final int NMI = 1;
    private static final int EXTINT = 3;
    private static final int ACTIVE_HIGH_LEVEL = 0xd;
    private static final int ALL_LOCAL_APICS = 0xff;
    private static final int SLOTS = 32;
    private static final int CASCADE = 2;
    private static final int LOCAL_APIC_VERSION = 0x14;
    private static final int IO_APIC_VERSION = 0x20;
    private static final int ENABLED_BOOTSTRAP = 3;

    private final PcFacts facts;
    private int entries;

    private MultiProcessorTable(PcFacts facts) {
        this.facts = facts;
    }

    /** The configuration table, and the floating pointer to it. */
    static List<Blob> of(PcFacts facts) {
        MultiProcessorTable writer = new MultiProcessorTable(facts);
        Blob body = new Blob(TABLE, 1);
        writer.entries(body);
        Blob table = new Blob(TABLE, 16);
        int length = HEADER + body.size();
        table.ascii("PCMP").u16(length).u8(4, 0).ascii("RING0   ").ascii("PC          ");
        table.u32(0).u16(0).u16(writer.entries);
        table.u32(facts.apics().localApic()).u16(0).u8(0, 0);
        table.raw(body.unplaced());
        table.checksum(7, 0, length);
        Blob pointer = new Blob(POINTER, 16);
        pointer.ascii("_MP_").pointer(4, TABLE, 0).u8(1, 4, 0, 0, 0, 0, 0, 0);
        pointer.checksum(10, 0, 16);
        return List.of(table, pointer);
    }

    private void entries(Blob t) {
        entry(t, PROCESSOR).u8(PcFacts.LOCAL_APIC_ID, LOCAL_APIC_VERSION, ENABLED_BOOTSTRAP);
        t.u32(facts.cpu().signature()).u32(facts.cpu().features()).u64(0);
        entry(t, BUS).u8(PCI_BUS).ascii("PCI   ");
        entry(t, BUS).u8(ISA_BUS).ascii("ISA   ");
        entry(t, IO_APIC)
                .u8(PcFacts.IO_APIC_ID, IO_APIC_VERSION, 1)
                .u32(facts.apics().ioApic());
        interrupt(t, IO_INTERRUPT, EXTINT, 0, 0, PcFacts.IO_APIC_ID, 0);
        for (int irq = 0; irq < 16; irq++) {
            if (irq != CASCADE && !isOfPci(irq)) {
                int input = irq == 0 ? PcFacts.TIMER_INPUT : irq;
                int flags = irq == PcFacts.SCI ? ACTIVE_HIGH_LEVEL : 0;
                interrupt(t, IO_INTERRUPT, INT, flags, irq, PcFacts.IO_APIC_ID, input);
            }
        }
        slots(t);
        interrupt(t, LOCAL_INTERRUPT, EXTINT, 0, 0, PcFacts.LOCAL_APIC_ID, 0);
        interrupt(t, LOCAL_INTERRUPT, NMI, 0, 0, ALL_LOCAL_APICS, 1);
    }

    private static boolean isOfPci(int irq) {
        return Arrays.stream(PcFacts.PIRQ_LINES).anyMatch(line -> line == irq);
    }

    /** Every pin of every slot, as firmware has routed them: nobody asks the DSDT in this mode. */
    private void slots(Blob t) {
        for (int slot = 1; slot < SLOTS; slot++) {
            for (int pin = 0; pin < 4; pin++) {
                boolean sci = slot == PcFacts.SCI_SLOT && pin == 0;
                int input = sci ? PcFacts.SCI : PcFacts.PIRQ_LINES[slot + pin - 1 & 3];
                entry(t, IO_INTERRUPT).u8(INT).u16(ACTIVE_HIGH_LEVEL);
                t.u8(PCI_BUS, slot << 2 | pin, PcFacts.IO_APIC_ID, input);
            }
        }
    }

    private Blob entry(Blob t, int type) {
        entries++;
        return t.u8(type);
    }

    private void interrupt(Blob t, int entryType, int kind, int flags, int irq, int apic, int input) {
        entry(t, entryType).u8(kind).u16(flags).u8(ISA_BUS, irq, apic, input);
    }
}
