package org.ring0.devices.storage.image;

/**
 * The first sector of a disk: a partition table or a FAT parameter block, where there is one, says how long the medium has
 * to be.
 */
final class BootSector {
    private static final int SECTOR = 512;
    private static final int PARTITIONS = 446;
    private static final int GPT_PROTECTIVE = 0xEE;

    private BootSector() {}

    static boolean hasSignature(ImageHead head) {
        return head.u16(510) == 0xAA55;
    }

    /** Whether the medium is a floppy: by its length, or small and without partitions. */
    static boolean isFloppy(ImageHead head) {
        return FloppyFormat.ofLength(head.length()) != null
                || head.length() <= FloppyFormat.LARGEST && !hasPartitions(head);
    }

    /** Refuses an image that ends inside a sector, a partition or a FAT volume. */
    static void check(ImageHead head) throws ImageException {
        if (head.length() % SECTOR != 0) {
            throw head.cutShort(head.length() + " bytes are no whole number of 512-byte sectors");
        }
        long sectors = head.length() / SECTOR;
        long needed = hasPartitions(head) ? partitionedSectors(head) : fatSectors(head);
        if (needed > sectors) {
            throw head.cutShort("its boot sector says %d sectors, the file has %d".formatted(needed, sectors));
        }
    }

    /** A boot sector's code can look like anything; a table has four entries with valid flags, and one in use. */
    private static boolean hasPartitions(ImageHead head) {
        boolean used = false;
        for (int entry = PARTITIONS; entry < 510; entry += 16) {
            if ((head.u8(entry) & 0x7f) != 0) {
                return false;
            }
            used |= head.u8(entry + 4) != 0 && head.u32(entry + 12) != 0;
        }
        return used && hasSignature(head);
    }

    /**
     * Where the last partition ends. One from sector 0 on is made up to please a BIOS, and the protective one of a GPT may
     * claim everything: neither counts.
     */
    private static long partitionedSectors(ImageHead head) {
        long end = 0;
        for (int entry = PARTITIONS; entry < 510; entry += 16) {
            long start = head.u32(entry + 8);
            if (head.u8(entry + 4) != 0 && head.u8(entry + 4) != GPT_PROTECTIVE && start != 0) {
                end = Math.max(end, start + head.u32(entry + 12));
            }
        }
        return end;
    }

    /** The total of a plausible BIOS parameter block (FAT specification 1.03), or 0. */
    private static long fatSectors(ImageHead head) {
        int sectorsPerCluster = head.u8(13);
        int media = head.u8(21);
        boolean plausible = (head.u8(0) == 0xEB || head.u8(0) == 0xE9)
                && head.u16(11) == SECTOR
                && Integer.bitCount(sectorsPerCluster) == 1
                && (head.u8(16) == 1 || head.u8(16) == 2)
                && (media == 0xF0 || media >= 0xF8)
                && head.u16(14) != 0;
        if (!plausible) {
            return 0;
        }
        return head.u16(19) != 0 ? head.u16(19) : head.u32(32);
    }
}
