package org.ring0.devices.board.boot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

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

    private static final int PARAGRAPH = 16;
    private static final int ANCHOR = 0x5f4d_535f;

    private static final int REVISION = 15;
    private static final int LENGTH = 20;

    /**
     * What SMBIOS tells.
     *
     * @param major of the specification's version
     * @param minor of it
     * @param structures all of them
     */
    record ManagementTables(int major, int minor, byte[] structures) {}

    /** Finds them by their entry point, "_SM_" at the beginning of a paragraph (SMBIOS 2.8, 5.2.1); null if there are none. */
    ManagementTables managementTables() {
        ByteBuffer all = ByteBuffer.wrap(tables).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at + 2 * PARAGRAPH <= tables.length; at += PARAGRAPH) {
            if (all.getInt(at) == ANCHOR) {
                int from = all.getInt(at + 0x18) - FirmwareStandIn.TABLES;
                byte[] structures = Arrays.copyOfRange(tables, from, from + all.getShort(at + 0x16));
                return new ManagementTables(tables[at + 6], tables[at + 7], structures);
            }
        }
        return null;
    }

    /** The root pointer of ACPI 2.0 and later with all its bytes, or an empty array if there is only an old one. */
    byte[] rootPointer() {
        boolean present = tables.length > LENGTH && tables[REVISION] >= 2 && tables[LENGTH] > OLD_ROOT_POINTER;
        return present ? Arrays.copyOf(tables, tables[LENGTH]) : new byte[0];
    }

    /** The root pointer's part that every version has, or an empty array if there are no tables. */
    byte[] oldRootPointer() {
        return tables.length < OLD_ROOT_POINTER ? new byte[0] : Arrays.copyOf(tables, OLD_ROOT_POINTER);
    }
}
