package org.ring0.devices.storage.image;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.ring0.core.device.BlockBackend;
import org.ring0.core.snapshot.LayeredMedium;

/**
 * Keeps writes in memory, over a base that is only read. Copied on write in clusters of 4 KiB; what the guest has not
 * written costs nothing. The memory is bounded: beyond it a write fails as on a drive with a bad sector.
 */
public final class SnapshotOverlay implements BlockBackend, LayeredMedium {
    /** Enough to install a system, if the JVM's heap allows. */
    public static final long DEFAULT_LIMIT = 1L << 30;

    private static final int CLUSTER_SECTORS = 8;
    private static final int CLUSTER_SIZE = CLUSTER_SECTORS * SECTOR_SIZE;

    private final BlockBackend base;
    private final long maxClusters;
    private final Map<Long, byte[]> written = new HashMap<>();

    /**
     * @param base closed with the overlay
     * @param limit bytes of memory for written clusters
     */
    public SnapshotOverlay(BlockBackend base, long limit) {
        this.base = base;
        this.maxClusters = limit / CLUSTER_SIZE;
    }

    /** With as much memory as a guest should have that must not exhaust the heap of everybody else in this JVM. */
    public static SnapshotOverlay over(BlockBackend base) {
        return new SnapshotOverlay(
                base, Math.min(DEFAULT_LIMIT, Runtime.getRuntime().maxMemory() / 2));
    }

    @Override
    public long sectors() {
        return base.sectors();
    }

    @Override
    public boolean readOnly() {
        return false;
    }

    @Override
    public void read(long sector, int count, byte[] buffer, int offset) throws IOException {
        if (written.isEmpty()) {
            base.read(sector, count, buffer, offset);
            return;
        }
        for (int done = 0; done < count; ) {
            byte[] cluster = written.get((sector + done) / CLUSTER_SECTORS);
            int part =
                    cluster != null ? inCluster(sector + done, count - done) : unwritten(sector + done, count - done);
            if (cluster != null) {
                int from = (int) ((sector + done) % CLUSTER_SECTORS) * SECTOR_SIZE;
                System.arraycopy(cluster, from, buffer, offset + done * SECTOR_SIZE, part * SECTOR_SIZE);
            } else {
                base.read(sector + done, part, buffer, offset + done * SECTOR_SIZE);
            }
            done += part;
        }
    }

    @Override
    public void write(long sector, int count, byte[] buffer, int offset) throws IOException {
        for (int done = 0; done < count; ) {
            int part = inCluster(sector + done, count - done);
            byte[] cluster = clusterForWriting((sector + done) / CLUSTER_SECTORS);
            int to = (int) ((sector + done) % CLUSTER_SECTORS) * SECTOR_SIZE;
            System.arraycopy(buffer, offset + done * SECTOR_SIZE, cluster, to, part * SECTOR_SIZE);
            done += part;
        }
    }

    /** Nothing of a snapshot is meant to last. */
    @Override
    public void flush() {}

    /** Writes everything that was kept to the base, and forgets it. */
    public void commit() throws IOException {
        for (Map.Entry<Long, byte[]> cluster : new TreeMap<>(written).entrySet()) {
            long first = cluster.getKey() * CLUSTER_SECTORS;
            base.write(first, (int) Math.min(CLUSTER_SECTORS, base.sectors() - first), cluster.getValue(), 0);
        }
        base.flush();
        written.clear();
    }

    @Override
    public void addOwnClusters(Set<Long> clusters) {
        clusters.addAll(written.keySet());
        LayeredMedium.addOwnClusters(base, clusters);
    }

    @Override
    public BlockBackend root() {
        return LayeredMedium.rootOf(base);
    }

    @Override
    public void close() throws IOException {
        written.clear();
        base.close();
    }

    /** How many of {@code count} sectors from {@code sector} lie in its cluster. */
    private static int inCluster(long sector, int count) {
        return Math.min(count, CLUSTER_SECTORS - (int) (sector % CLUSTER_SECTORS));
    }

    /** How many of {@code count} sectors from {@code sector} come before the next written cluster. */
    private int unwritten(long sector, int count) {
        int run = inCluster(sector, count);
        while (run < count && !written.containsKey((sector + run) / CLUSTER_SECTORS)) {
            run += CLUSTER_SECTORS;
        }
        return Math.min(run, count);
    }

    private byte[] clusterForWriting(long number) throws IOException {
        byte[] cluster = written.get(number);
        if (cluster == null) {
            if (written.size() >= maxClusters) {
                throw new IOException("the snapshot in memory is full");
            }
            cluster = new byte[CLUSTER_SIZE];
            long first = number * CLUSTER_SECTORS;
            base.read(first, (int) Math.min(CLUSTER_SECTORS, base.sectors() - first), cluster, 0);
            written.put(number, cluster);
        }
        return cluster;
    }
}
