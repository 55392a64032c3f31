package org.ring0.cli.run;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.ring0.core.device.BlockBackend;

/** An image that the guest writes to, and what was in it before: the latter is kept in memory, as long as it is not much. */
final class RememberedMedium implements BlockBackend {
    private static final int CLUSTER_SECTORS = 8;
    private static final int CLUSTER = CLUSTER_SECTORS * SECTOR_SIZE;

    private final BlockBackend image;
    private final long limit;
    private final Map<Long, byte[]> before = new HashMap<>();
    private boolean forgotten;

    /** @param limit bytes that are kept at most */
    RememberedMedium(BlockBackend image, long limit) {
        this.image = image;
        this.limit = limit;
    }

    /** Whether too much was written for {@link #asItWas}. */
    boolean isForgotten() {
        return forgotten;
    }

    /** The image as it was before anything was written; to be read. */
    BlockBackend asItWas() {
        return new Former();
    }

    @Override
    public long sectors() {
        return image.sectors();
    }

    @Override
    public boolean readOnly() {
        return image.readOnly();
    }

    @Override
    public void read(long sector, int count, byte[] buffer, int offset) throws IOException {
        image.read(sector, count, buffer, offset);
    }

    @Override
    public void write(long sector, int count, byte[] buffer, int offset) throws IOException {
        long last = (sector + count - 1) / CLUSTER_SECTORS;
        for (long cluster = sector / CLUSTER_SECTORS; cluster <= last && !forgotten; cluster++) {
            remember(cluster);
        }
        image.write(sector, count, buffer, offset);
    }

    private void remember(long cluster) throws IOException {
        if (before.containsKey(cluster)) {
            return;
        }
        if ((before.size() + 1L) * CLUSTER > limit) {
            forgotten = true;
            before.clear();
            return;
        }
        byte[] content = new byte[CLUSTER];
        long first = cluster * CLUSTER_SECTORS;
        image.read(first, (int) Math.min(CLUSTER_SECTORS, image.sectors() - first), content, 0);
        before.put(cluster, content);
    }

    @Override
    public void flush() throws IOException {
        image.flush();
    }

    @Override
    public void close() throws IOException {
        before.clear();
        image.close();
    }

    private final class Former implements BlockBackend {
        @Override
        public long sectors() {
            return image.sectors();
        }

        /** As the drive says of its medium. */
        @Override
        public boolean readOnly() {
            return image.readOnly();
        }

        @Override
        public void read(long sector, int count, byte[] buffer, int offset) throws IOException {
            image.read(sector, count, buffer, offset);
            for (int i = 0; i < count; i++) {
                byte[] cluster = before.get((sector + i) / CLUSTER_SECTORS);
                if (cluster != null) {
                    int from = (int) ((sector + i) % CLUSTER_SECTORS) * SECTOR_SIZE;
                    System.arraycopy(cluster, from, buffer, offset + i * SECTOR_SIZE, SECTOR_SIZE);
                }
            }
        }

        @Override
        public void write(long sector, int count, byte[] buffer, int offset) throws IOException {
            throw new IOException("what was is not changed");
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
