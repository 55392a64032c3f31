package org.ring0.devices.storage.ide;

import static org.ring0.devices.storage.ide.AtaBits.DEVICE_LBA;

/** How a command's registers name sectors: by 48 bits, by 28 bits, or by cylinder, head and sector (ATA/ATAPI-6, 6.2). */
final class DiskAddress {
    private static final int HEAD = 0x0f;

    private DiskAddress() {}

    /** Sectors of the command in the task file; zero means the largest count. */
    static int count(TaskFile taskFile, AtaCommand command) {
        int low = taskFile.current(TaskFile.SECTOR_COUNT);
        if (command.isExt()) {
            int count = taskFile.previous(TaskFile.SECTOR_COUNT) << 8 | low;
            return count == 0 ? 0x1_0000 : count;
        }
        return low == 0 ? 0x100 : low;
    }

    /** The sector that the task file names, or -1 for a head or sector that the geometry lacks. */
    static long sector(TaskFile taskFile, AtaCommand command, Geometry geometry) {
        if (command.isExt()) {
            return taskFile.lba48();
        }
        int device = taskFile.current(TaskFile.DEVICE);
        if ((device & DEVICE_LBA) != 0) {
            return taskFile.lba28();
        }
        int cylinder = taskFile.current(TaskFile.LBA_HIGH) << 8 | taskFile.current(TaskFile.LBA_MID);
        return geometry.sector(cylinder, device & HEAD, taskFile.current(TaskFile.LBA_LOW));
    }

    /** Leaves the address of {@code sector} and the count of sectors left in the registers, in the command's own form. */
    static void report(long sector, int left, TaskFile taskFile, AtaCommand command, Geometry geometry) {
        if (command.isExt()) {
            taskFile.putLba48(sector);
            taskFile.putBoth(TaskFile.SECTOR_COUNT, left);
            return;
        }
        taskFile.put(TaskFile.SECTOR_COUNT, left);
        if ((taskFile.current(TaskFile.DEVICE) & DEVICE_LBA) != 0) {
            taskFile.putLba28(sector);
        } else {
            geometry.put(sector, taskFile);
        }
    }
}
