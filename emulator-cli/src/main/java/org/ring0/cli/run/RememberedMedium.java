package org.ring0.cli.run;

import java.io.IOException;
import org.ring0.core.device.BlockBackend;
import org.ring0.core.snapshot.DiskContent;
import org.ring0.devices.storage.image.KeptClusters;

/** An image that the guest writes to, and what was in it before: the latter is kept in memory, as long as it is not much. */
final class RememberedMedium implements BlockBackend {
    private final BlockBackend image;
    private final long limit;
    private final KeptClusters before = new KeptClusters();
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
        long last = (sector + count - 1) / DiskContent.CLUSTER_SECTORS;
        for (long cluster = sector / DiskContent.CLUSTER_SECTORS; cluster <= last && !forgotten; cluster++) {
            remember(cluster);
        }
        image.write(sector, count, buffer, offset);
    }

    private void remember(long cluster) throws IOException {
        if (before.has(cluster)) {
            return;
        }
        if (before.size() + DiskContent.CLUSTER > limit) {
            forgotten = true;
            before.clear();
            return;
        }
        byte[] content = new byte[DiskContent.CLUSTER];
        long first = cluster * DiskContent.CLUSTER_SECTORS;
        image.read(first, (int) Math.min(DiskContent.CLUSTER_SECTORS, image.sectors() - first), content, 0);
        before.keep(cluster, content);
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
            before.restore(sector, count, buffer, offset);
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
