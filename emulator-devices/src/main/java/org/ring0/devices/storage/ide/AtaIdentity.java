package org.ring0.devices.storage.ide;

/** Who a disk is: its size, its geometries, and its IDENTIFY DEVICE data (ATA/ATAPI-6, 8.15). */
final class AtaIdentity {
    /** Sectors that 28-bit addresses reach. */
    static final long MAX_LBA28 = 0x0FFF_FFFF;

    private static final String MODEL = "RING0 HARD DISK";
    private static final String FIRMWARE = "1.0";
    private static final int DEFAULT_HEADS = 16;
    private static final int DEFAULT_SECTORS = 63;
    /** The most that a host could ever address by CHS through the BIOS. */
    private static final int MAX_CYLINDERS = 16383;

    private static final int SMART = 0x0001;
    private static final int POWER_MANAGEMENT = 0x0008;
    private static final int WRITE_CACHE = 0x0020;
    private static final int LOOK_AHEAD = 0x0040;
    private static final int NOP = 0x4000;
    private static final int LBA48_AND_FLUSHES = 0x3400;
    private static final int VALID = 0x4000;
    private static final int FUA = 0x0040;

    private final long sectors;
    private final String serial;

    AtaIdentity(long sectors, String serial) {
        this.sectors = sectors;
        this.serial = serial;
    }

    /** The geometry after power-on: 16 heads of 63 sectors, or fewer on a disk that has no such cylinder. */
    Geometry defaultGeometry() {
        int perTrack = (int) Math.min(DEFAULT_SECTORS, Math.max(1, sectors));
        int heads = Math.clamp(sectors / perTrack, 1, DEFAULT_HEADS);
        Geometry full = Geometry.of(sectors, heads, perTrack);
        return new Geometry(Math.clamp(full.cylinders(), 1, MAX_CYLINDERS), heads, perTrack);
    }

    Geometry geometry(int heads, int perTrack) {
        return Geometry.of(sectors, heads, perTrack);
    }

    byte[] identify(DiskSettings settings) {
        Geometry fixed = defaultGeometry();
        Geometry current = settings.geometry();
        IdentifyBlock block = new IdentifyBlock()
                .word(0, 0x0040)
                .word(1, fixed.cylinders())
                .word(3, fixed.heads())
                .word(4, fixed.sectors() * 512)
                .word(5, 512)
                .word(6, fixed.sectors())
                .text(10, 10, serial)
                .word(20, 3)
                .word(21, TransferBuffer.CAPACITY / 512)
                .word(22, 4)
                .text(23, 4, FIRMWARE)
                .text(27, 20, MODEL)
                .word(47, 0x8000 | AtaDisk.MAX_MULTIPLE)
                .word(48, 1)
                .word(49, 0x0F00)
                .word(50, VALID)
                .word(51, 0x0200)
                .word(52, 0x0200)
                .word(53, 0x0007)
                .word(54, current.cylinders())
                .word(55, current.heads())
                .word(56, current.sectors())
                .number(57, current.capacity(), 2)
                .word(59, settings.multiple() == 0 ? 0 : 0x0100 | settings.multiple())
                .number(60, Math.min(sectors, MAX_LBA28), 2);
        transferModes(block, settings.transferMode());
        commandSets(block, settings);
        return block.number(100, sectors, 4).finish();
    }

    private static void transferModes(IdentifyBlock block, int mode) {
        int active = 0x0100 << (mode & 7);
        block.word(63, 0x0007 | ((mode & DiskSettings.MULTIWORD_DMA) != 0 ? active : 0))
                .word(64, 0x0003)
                .word(65, 120)
                .word(66, 120)
                .word(67, 120)
                .word(68, 120)
                .word(88, 0x003F | ((mode & DiskSettings.ULTRA_DMA) != 0 ? active : 0))
                .word(93, 0x600B);
    }

    private static void commandSets(IdentifyBlock block, DiskSettings settings) {
        int supported = NOP | LOOK_AHEAD | WRITE_CACHE | POWER_MANAGEMENT | SMART;
        int enabled = NOP
                | POWER_MANAGEMENT
                | (settings.lookAhead() ? LOOK_AHEAD : 0)
                | (settings.writeCache() ? WRITE_CACHE : 0)
                | (settings.smart() ? SMART : 0);
        block.word(80, 0x007E)
                .word(82, supported)
                .word(83, VALID | LBA48_AND_FLUSHES)
                .word(84, VALID | FUA)
                .word(85, enabled)
                .word(86, LBA48_AND_FLUSHES)
                .word(87, VALID | FUA);
    }
}
