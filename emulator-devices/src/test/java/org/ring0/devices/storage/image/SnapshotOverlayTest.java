package org.ring0.devices.storage.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.ring0.core.device.BlockBackend;

class SnapshotOverlayTest {
    private static final int SECTORS = 9;

    private static byte firstByte(BlockBackend medium, long sector) throws IOException {
        byte[] buffer = new byte[BlockBackend.SECTOR_SIZE];
        medium.read(sector, 1, buffer, 0);
        return buffer[0];
    }

    private static void write(BlockBackend medium, long sector, int value) throws IOException {
        byte[] buffer = new byte[BlockBackend.SECTOR_SIZE];
        buffer[0] = (byte) value;
        medium.write(sector, 1, buffer, 0);
    }

    @Test
    void writesReachTheBaseWhenTheyAreCommittedAndNotBefore() throws IOException {
        MemoryBackend base = MemoryBackend.blank(SECTORS);
        SnapshotOverlay overlay = new SnapshotOverlay(base, SnapshotOverlay.DEFAULT_LIMIT);
        write(base, 4, 7);
        write(overlay, 3, 1);
        // The last cluster of the medium is not a whole one.
        write(overlay, SECTORS - 1, 2);
        assertEquals(0, firstByte(base, 3));
        overlay.commit();
        assertEquals(1, firstByte(base, 3));
        assertEquals(7, firstByte(base, 4));
        assertEquals(2, firstByte(base, SECTORS - 1));
        write(base, 3, 9);
        assertEquals(9, firstByte(overlay, 3));
    }
}
