package org.ring0.devices.storage.ide;

import java.io.IOException;
import java.util.Arrays;
import org.ring0.core.device.BlockBackend;

/** Reads the sectors of a disc from an image in 512-byte sectors, in any layout. */
final class SectorReader {
    private static final int BACKEND_SECTORS = SectorLayout.USER_LENGTH / BlockBackend.SECTOR_SIZE;

    private SectorReader() {}

    /** Sectors of 2048 bytes; one that the image holds in part counts. */
    static long sectors(BlockBackend medium) {
        return (medium.sectors() + BACKEND_SECTORS - 1) / BACKEND_SECTORS;
    }

    /** Puts {@code count} sectors from {@code lba} at the beginning of {@code to}; all of them exist. */
    static void read(BlockBackend medium, long lba, int count, SectorLayout layout, byte[] to) throws IOException {
        if (layout.equals(SectorLayout.USER_DATA)) {
            readUserData(medium, lba, count, to);
            return;
        }
        byte[] user = new byte[SectorLayout.USER_LENGTH];
        for (int i = 0; i < count; i++) {
            readUserData(medium, lba + i, 1, user);
            layout.copy(SectorLayout.raw(lba + i, user, 0), to, i * layout.length());
        }
    }

    /** An image may end inside its last sector, which reads as zero from there on. */
    private static void readUserData(BlockBackend medium, long lba, int count, byte[] to) throws IOException {
        long first = lba * BACKEND_SECTORS;
        int present = (int) Math.min(count * (long) BACKEND_SECTORS, medium.sectors() - first);
        medium.read(first, present, to, 0);
        Arrays.fill(to, present * BlockBackend.SECTOR_SIZE, count * SectorLayout.USER_LENGTH, (byte) 0);
    }
}
