package org.ring0.devices.storage.image;

import java.util.Set;
import org.ring0.core.device.BlockBackend;
import org.ring0.core.snapshot.DiskContent;
import org.ring0.core.snapshot.LayeredMedium;

/** An image in memory: the built-in demo, and what a test or an embedder makes up. */
public final class MemoryBackend implements BlockBackend, LayeredMedium {
    private final byte[] content;
    private final boolean readOnly;

    /**
     * @param content the sectors, written to in place unless {@code readOnly}; a multiple of 512 bytes
     * @param readOnly whether the guest finds the medium write-protected
     */
    public MemoryBackend(byte[] content, boolean readOnly) {
        if (content.length % SECTOR_SIZE != 0) {
            throw new IllegalArgumentException(
                    "an image of " + content.length + " bytes is no whole number of sectors");
        }
        this.content = content;
        this.readOnly = readOnly;
    }

    /** A blank, writable medium. */
    public static MemoryBackend blank(int sectors) {
        return new MemoryBackend(new byte[sectors * SECTOR_SIZE], false);
    }

    @Override
    public long sectors() {
        return content.length / SECTOR_SIZE;
    }

    @Override
    public boolean readOnly() {
        return readOnly;
    }

    @Override
    public void read(long sector, int count, byte[] buffer, int offset) {
        System.arraycopy(content, (int) sector * SECTOR_SIZE, buffer, offset, count * SECTOR_SIZE);
    }

    @Override
    public void write(long sector, int count, byte[] buffer, int offset) {
        System.arraycopy(buffer, offset, content, (int) sector * SECTOR_SIZE, count * SECTOR_SIZE);
    }

    @Override
    public void flush() {}

    @Override
    public void addOwnClusters(Set<Long> clusters) {
        for (int i = 0; i < content.length; i++) {
            if (content[i] != 0) {
                clusters.add((long) i / DiskContent.CLUSTER);
                i |= DiskContent.CLUSTER - 1;
            }
        }
    }

    @Override
    public BlockBackend root() {
        return null;
    }

    @Override
    public void close() {}
}
