package org.ring0.devices.board.boot;

/**
 * The machine that a kernel is started on, as far as boot protocols tell of it or ask for it.
 *
 * @param memory the memory map
 * @param cpu the CPU model's name
 * @param longMode whether the CPU has 64-bit mode
 * @param tables what {@link FirmwareStandIn#TABLES} will hold: ACPI's root pointer first
 */
public record BootTarget(E820Map memory, String cpu, boolean longMode, byte[] tables) {
    /** The root pointer as ACPI 1.0 has it (ACPI 6.5, 5.2.5.3), up to its first checksum's end. */
    static final int OLD_ROOT_POINTER = 20;

    private static final int REVISION = 15;
    private static final int LENGTH = 20;

    /** The root pointer of ACPI 2.0 and later with all its bytes, or an empty array if there is only an old one. */
    byte[] rootPointer() {
        boolean present = tables.length > LENGTH && tables[REVISION] >= 2 && tables[LENGTH] > OLD_ROOT_POINTER;
        return present ? java.util.Arrays.copyOf(tables, tables[LENGTH]) : new byte[0];
    }

    /** The root pointer's part that every version has, or an empty array if there are no tables. */
    byte[] oldRootPointer() {
        return tables.length < OLD_ROOT_POINTER ? new byte[0] : java.util.Arrays.copyOf(tables, OLD_ROOT_POINTER);
    }
}
