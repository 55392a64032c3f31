package org.ring0.devices.board.tables;

/** The body of the FADT (ACPI 3.0, 5.2.9): where the registers of the PIIX4's power management are. */
final class FixedDescription {
    /** Where firmware puts PMBASE. */
    private static final int PM_BASE = 0x600;

    private static final int PM1_CONTROL = PM_BASE + 4;
    private static final int PM_TIMER = PM_BASE + 8;
    private static final int GENERAL_PURPOSE_EVENTS = 0xafe0;
    private static final int SMI_COMMAND = 0xb2;
    private static final int ACPI_ENABLE = 0xf1;
    private static final int ACPI_DISABLE = 0xf0;
    private static final int RESET_CONTROL = 0xcf9;
    private static final int RESET_VALUE = 6;
    private static final int CENTURY = 0x32;

    private static final int FLAGS_WBINVD = 1;
    private static final int FLAGS_PROC_C1 = 1 << 2;
    private static final int FLAGS_NO_SLEEP_BUTTON = 1 << 5;
    private static final int FLAGS_RESET_REGISTER = 1 << 10;
    private static final int BOOT_LEGACY_DEVICES = 1;
    private static final int BOOT_8042 = 1 << 1;
    private static final int NO_C2 = 0xfff;
    private static final int NO_C3 = 0xfff;

    private final Blob t;
    private final int facs;
    private final int dsdt;

    FixedDescription(Blob table, int facs, int dsdt) {
        t = table;
        this.facs = facs;
        this.dsdt = dsdt;
    }

    void write() {
        t.pointer(4, AcpiTables.TABLES, facs).pointer(4, AcpiTables.TABLES, dsdt);
        t.u8(0, 0).u16(PcFacts.SCI).u32(SMI_COMMAND).u8(ACPI_ENABLE, ACPI_DISABLE, 0, 0);
        t.u32(PM_BASE).u32(0).u32(PM1_CONTROL).u32(0).u32(0).u32(PM_TIMER);
        t.u32(GENERAL_PURPOSE_EVENTS).u32(0);
        t.u8(4, 2, 0, 4, 4, 0, 0, 0);
        t.u16(NO_C2).u16(NO_C3).u16(0).u16(0).u8(0, 0, 0, 0, CENTURY);
        t.u16(BOOT_LEGACY_DEVICES | BOOT_8042).u8(0);
        t.u32(FLAGS_WBINVD | FLAGS_PROC_C1 | FLAGS_NO_SLEEP_BUTTON | FLAGS_RESET_REGISTER);
        port(RESET_CONTROL, 8).u8(RESET_VALUE, 0, 0, 0);
        t.u64(0).pointer(8, AcpiTables.TABLES, dsdt);
        port(PM_BASE, 32);
        none();
        port(PM1_CONTROL, 16);
        none();
        none();
        port(PM_TIMER, 32);
        port(GENERAL_PURPOSE_EVENTS, 32);
        none();
    }

    /** A generic address: a port of {@code bits}. */
    private Blob port(int port, int bits) {
        return t.u8(1, bits, 0, 0).u64(port);
    }

    private void none() {
        t.zeros(12);
    }
}
