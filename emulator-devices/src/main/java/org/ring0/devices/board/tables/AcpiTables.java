package org.ring0.devices.board.tables;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * The ACPI tables of a PC (ACPI 2.0 and 3.0, chapter 5; IA-PC HPET 1.0a, 3.2.4). The DSDT comes from
 * {@code src/main/acpi/dsdt.asl}; what differs from machine to machine is in an SSDT of one name.
 */
final class AcpiTables {
    static final String TABLES = "etc/acpi/tables";
    static final String POINTER = "etc/acpi/rsdp";

    private static final int HEADER = 36;
    private static final int LENGTH_FIELD = 4;
    private static final int CHECKSUM_FIELD = 9;
    private static final String OEM = "RING0 ";
    private static final String OEM_TABLE = "RING0PC ";

    private static final int ACTIVE_HIGH_LEVEL = 0xd;

    private final PcFacts facts;
    private final Blob tables = new Blob(TABLES, 64);
    private final Blob rootPointer = new Blob(POINTER, 16);

    private AcpiTables(PcFacts facts) {
        this.facts = facts;
    }

    /** The tables, and the root pointer to them. */
    static List<Blob> of(PcFacts facts) {
        AcpiTables acpi = new AcpiTables(facts);
        acpi.write();
        return List.of(acpi.tables, acpi.rootPointer);
    }

    private void write() {
        int facs = firmwareControl();
        int dsdt = described();
        int ssdt = table("SSDT", 1, this::differences);
        int fadt = table("FACP", 3, t -> new FixedDescription(t, facs, dsdt).write());
        int madt = table("APIC", 1, this::interruptControllers);
        int hpet = table("HPET", 1, this::eventTimers);
        int[] all = {fadt, ssdt, madt, hpet};
        int rsdt = table("RSDT", 1, t -> {
            for (int offset : all) {
                t.pointer(4, TABLES, offset);
            }
        });
        int xsdt = table("XSDT", 1, t -> {
            for (int offset : all) {
                t.pointer(8, TABLES, offset);
            }
        });
        root(rsdt, xsdt);
    }

    private void root(int rsdt, int xsdt) {
        rootPointer.ascii("RSD PTR ").u8(0).ascii(OEM).u8(2);
        rootPointer
                .pointer(4, TABLES, rsdt)
                .u32(HEADER)
                .pointer(8, TABLES, xsdt)
                .u8(0, 0, 0, 0);
        rootPointer.checksum(8, 0, 20);
        rootPointer.checksum(32, 0, HEADER);
    }

    /** The FACS has neither a header nor a checksum, and is 64 bytes at a multiple of 64. */
    private int firmwareControl() {
        int at = tables.align(64).size();
        tables.ascii("FACS").u32(64).zeros(24).u8(1).zeros(31);
        return at;
    }

    private int described() {
        byte[] compiled = resource("dsdt.aml");
        return table("DSDT", 1, t -> t.raw(java.util.Arrays.copyOfRange(compiled, HEADER, compiled.length)));
    }

    private static byte[] resource(String name) {
        try (InputStream in = AcpiTables.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A table with its header; its length is patched in by way of a second pass over the body. */
    private int table(String signature, int revision, Consumer<Blob> body) {
        Blob measured = new Blob(TABLES, 1);
        body.accept(measured);
        int length = HEADER + measured.size();
        int at = tables.align(16).size();
        tables.ascii(signature).u32(length).u8(revision, 0).ascii(OEM).ascii(OEM_TABLE);
        tables.u32(1).ascii("RNG0").u32(1);
        body.accept(tables);
        tables.checksum(at + CHECKSUM_FIELD, at, length);
        return at;
    }

    /** Name (\PRES, byte): a NameOp, a name from the root, a BytePrefix. */
    private void differences(Blob t) {
        int present = (1 << facts.serialPorts()) - 1 | (facts.floppy() ? 0x10 : 0);
        t.u8(0x08).ascii("\\PRES").u8(0x0a, present);
    }

    private void interruptControllers(Blob t) {
        t.u32(facts.apics().localApic()).u32(1);
        t.u8(0, 8, 0, PcFacts.LOCAL_APIC_ID).u32(1);
        t.u8(1, 12, PcFacts.IO_APIC_ID, 0).u32(facts.apics().ioApic()).u32(0);
        t.u8(2, 10, 0, 0).u32(PcFacts.TIMER_INPUT).u16(0);
        t.u8(2, 10, 0, PcFacts.SCI).u32(PcFacts.SCI).u16(ACTIVE_HIGH_LEVEL);
        for (int irq : PcFacts.PCI_INTERRUPTS) {
            t.u8(2, 10, 0, irq).u32(irq).u16(ACTIVE_HIGH_LEVEL);
        }
        t.u8(4, 6, 0xff).u16(0).u8(1); // LINT1 of every CPU is NMI
    }

    private void eventTimers(Blob t) {
        t.u32(facts.hpetId()).u8(0, 64, 0, 0).u64(facts.apics().hpet());
        t.u8(0).u16(0x80).u8(0);
    }
}
