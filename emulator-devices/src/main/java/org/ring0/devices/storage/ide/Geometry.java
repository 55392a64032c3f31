package org.ring0.devices.storage.ide;

/**
 * A division of the disk into cylinders, heads and sectors.
 *
 * @param cylinders 0 to 65535
 * @param heads 1 to 16
 * @param sectors a track, 0 (after a host set that: no sector can be addressed) to 255, counted from 1
 */
public record Geometry(int cylinders, int heads, int sectors) {
    public Geometry {
        if (cylinders < 0 || cylinders > 0xffff || heads < 1 || heads > 16 || sectors < 0 || sectors > 255) {
            throw new IllegalArgumentException("no geometry: %d/%d/%d".formatted(cylinders, heads, sectors));
        }
    }

    /** The geometry of {@code total} sectors, with as many cylinders as are full. */
    static Geometry of(long total, int heads, int sectors) {
        return new Geometry((int) Math.min(0xffff, sectors == 0 ? 0 : total / (heads * sectors)), heads, sectors);
    }

    /** Sectors that can be addressed. */
    long capacity() {
        return (long) cylinders * heads * sectors;
    }

    /** The sector at an address, or -1 if this geometry has no such head or sector. */
    long sector(int cylinder, int head, int sector) {
        boolean exists = head < heads && sector >= 1 && sector <= sectors;
        return exists ? ((long) cylinder * heads + head) * sectors + sector - 1 : -1;
    }

    /** Puts the address of {@code sector} into a task file. */
    void put(long sector, TaskFile taskFile) {
        if (sectors == 0) {
            return;
        }
        long track = sector / sectors;
        taskFile.put(TaskFile.LBA_LOW, (int) (sector % sectors) + 1);
        taskFile.put(TaskFile.LBA_MID, (int) (track / heads));
        taskFile.put(TaskFile.LBA_HIGH, (int) (track / heads >> 8));
        int device = taskFile.current(TaskFile.DEVICE) & 0xf0;
        taskFile.put(TaskFile.DEVICE, device | (int) (track % heads));
    }
}
