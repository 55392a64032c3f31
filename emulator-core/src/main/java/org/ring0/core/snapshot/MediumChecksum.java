package org.ring0.core.snapshot;

import java.io.IOException;
import java.util.zip.CRC32C;
import org.ring0.core.device.BlockBackend;

/** The CRC-32C of a medium, by which an image is recognised. */
public final class MediumChecksum {
    private static final int SECTORS = 2048;

    private MediumChecksum() {}

    /** Reads all sectors. */
    public static int of(BlockBackend medium) throws IOException {
        CRC32C crc = new CRC32C();
        byte[] buffer = new byte[SECTORS * BlockBackend.SECTOR_SIZE];
        for (long at = 0; at < medium.sectors(); at += SECTORS) {
            int count = (int) Math.min(SECTORS, medium.sectors() - at);
            medium.read(at, count, buffer, 0);
            crc.update(buffer, 0, count * BlockBackend.SECTOR_SIZE);
        }
        return (int) crc.getValue();
    }
}
