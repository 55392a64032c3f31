package org.ring0.devices.board;

import java.util.List;

/**
 * What the CMOS RAM holds when the machine is delivered: the configuration as the IBM AT's setup program left it, and the
 * extensions that Bochs introduced and that firmware for virtual machines reads.
 */
final class CmosContents {
    static final int SIZE = 128;
    /** Below are the clock and its registers. */
    static final int FIRST = 0x0e;
    /** The clock's too. */
    static final int CENTURY = 0x32;

    private static final int FLOPPY_TYPES = 0x10;
    private static final int DISK_TYPES = 0x12;
    private static final int EQUIPMENT = 0x14;
    private static final int BASE_MEMORY = 0x15;
    private static final int EXTENDED_MEMORY = 0x17;
    private static final int DISK_TYPE_EXTENDED = 0x19;
    private static final int DISK_GEOMETRY = 0x1b;
    private static final int CHECKSUM = 0x2e;
    private static final int EXTENDED_MEMORY_POST = 0x30;
    private static final int MEMORY_ABOVE_16_MIB = 0x34;
    private static final int BOOT_FLAGS_1 = 0x38;
    private static final int DISK_TRANSLATION = 0x39;
    private static final int BOOT_FLAGS_2 = 0x3d;
    private static final int MEMORY_ABOVE_4_GIB = 0x5b;
    private static final int CPU_COUNT_LESS_ONE = 0x5f;

    private static final int EQUIPMENT_FLOPPY = 1;
    private static final int EQUIPMENT_COPROCESSOR = 1 << 1;
    private static final int EQUIPMENT_MOUSE = 1 << 2;
    private static final int EQUIPMENT_SECOND_FLOPPY = 1 << 6;
    private static final int DISK_TYPE_SEE_EXTENDED = 0xf;
    private static final int DISK_TYPE_USER = 47;
    private static final int NO_SIGNATURE_CHECK = 1;

    private static final int GEOMETRY_BYTES = 9;
    private static final int HEADS = 16;
    private static final int SECTORS_PER_TRACK = 63;
    /** More cannot be reached with 1024 cylinders of that geometry, and needs the BIOS's translation. */
    private static final long MAX_UNTRANSLATED = 1024L * HEADS * SECTORS_PER_TRACK;

    private static final int TRANSLATION_LBA = 1;

    private final byte[] bytes = new byte[SIZE];

    private CmosContents() {}

    /**
     * @param floppyTypes of A: and B:, as many as there are
     * @param ide as in {@link PcDrives}
     */
    static byte[] of(
            PcMemoryMap.Layout layout,
            List<Integer> floppyTypes,
            List<PcDrives.IdeDrive> ide,
            List<BootDevice> bootOrder) {
        CmosContents cmos = new CmosContents();
        cmos.memory(layout);
        cmos.floppies(floppyTypes);
        cmos.disks(ide);
        cmos.bootOrder(bootOrder);
        cmos.bytes[CPU_COUNT_LESS_ONE] = 0;
        cmos.checksum();
        return cmos.bytes;
    }

    private void memory(PcMemoryMap.Layout layout) {
        long below = layout.ramBelowHole();
        long extendedKib = Math.min((below >> 10) - 1024, 0xffff);
        word(BASE_MEMORY, 640);
        word(EXTENDED_MEMORY, extendedKib);
        word(EXTENDED_MEMORY_POST, extendedKib);
        word(MEMORY_ABOVE_16_MIB, Math.clamp((below >> 16) - 256, 0, 0xffff));
        long above = layout.ramAboveFourGib() >> 16;
        word(MEMORY_ABOVE_4_GIB, above & 0xffff);
        bytes[MEMORY_ABOVE_4_GIB + 2] = (byte) (above >> 16);
    }

    private void floppies(List<Integer> types) {
        int equipment = EQUIPMENT_COPROCESSOR | EQUIPMENT_MOUSE;
        if (!types.isEmpty()) {
            bytes[FLOPPY_TYPES] = (byte) (types.get(0) << 4);
            equipment |= EQUIPMENT_FLOPPY;
        }
        if (types.size() > 1) {
            bytes[FLOPPY_TYPES] |= types.get(1).byteValue();
            equipment |= EQUIPMENT_SECOND_FLOPPY;
        }
        bytes[EQUIPMENT] = (byte) equipment;
    }

    private void disks(List<PcDrives.IdeDrive> ide) {
        for (int place = 0; place < ide.size(); place++) {
            PcDrives.IdeDrive drive = ide.get(place);
            if (drive == null || drive.cdrom()) {
                continue;
            }
            long sectors = drive.medium().sectors();
            if (sectors > MAX_UNTRANSLATED) {
                bytes[DISK_TRANSLATION] |= (byte) (TRANSLATION_LBA << 2 * place);
            }
            if (place < 2) {
                bytes[DISK_TYPES] |= (byte) (DISK_TYPE_SEE_EXTENDED << 4 * (1 - place));
                bytes[DISK_TYPE_EXTENDED + place] = DISK_TYPE_USER;
                geometry(DISK_GEOMETRY + GEOMETRY_BYTES * place, sectors);
            }
        }
    }

    private void geometry(int at, long sectors) {
        word(at, Math.min(sectors / (HEADS * SECTORS_PER_TRACK), 16383));
        bytes[at + 2] = HEADS;
        word(at + 3, 0xffff);
        bytes[at + 5] = (byte) (0xc0 | (HEADS > 8 ? 8 : 0));
        word(at + 6, Math.min(sectors / (HEADS * SECTORS_PER_TRACK), 16383));
        bytes[at + 8] = SECTORS_PER_TRACK;
    }

    private void bootOrder(List<BootDevice> order) {
        int codes = 0;
        for (int i = 0; i < order.size() && i < 3; i++) {
            codes |= order.get(i).code() << 4 * i;
        }
        bytes[BOOT_FLAGS_2] = (byte) codes;
        bytes[BOOT_FLAGS_1] = (byte) (codes >> 8 << 4 | NO_SIGNATURE_CHECK);
    }

    /** Over 10h to 2Dh, the high byte first. */
    private void checksum() {
        int sum = 0;
        for (int i = FLOPPY_TYPES; i < CHECKSUM; i++) {
            sum += bytes[i] & 0xff;
        }
        bytes[CHECKSUM] = (byte) (sum >> 8);
        bytes[CHECKSUM + 1] = (byte) sum;
    }

    private void word(int at, long value) {
        bytes[at] = (byte) value;
        bytes[at + 1] = (byte) (value >> 8);
    }
}
