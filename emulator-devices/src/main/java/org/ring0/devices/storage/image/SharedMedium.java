package org.ring0.devices.storage.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.ring0.core.device.BlockBackend;
import org.ring0.core.snapshot.DiskContent;
import org.ring0.core.snapshot.LayeredMedium;
import org.ring0.core.snapshot.MediumChecksum;

/**
 * A drive's medium whose content at a moment can be kept for others while the drive goes on writing: what is about to be
 * overwritten is copied first, in clusters. The medium under it stays open until all who keep a content have closed it.
 */
public final class SharedMedium implements BlockBackend, LayeredMedium {
    private final BlockBackend base;
    private final List<FrozenMedium> frozen = new ArrayList<>();
    private int users = 1;
    /** How many contents have been kept: the time by which writes to clusters are told apart. */
    private int time;

    private final Map<Long, Integer> writes = new HashMap<>();
    /** Null: not known yet. */
    private Integer rootChecksum;

    /** @param base closed when nobody uses it any more */
    public SharedMedium(BlockBackend base) {
        this.base = base;
    }

    /**
     * Keeps the content as it is now.
     *
     * @param drive the drive's name
     * @return to be closed
     */
    public synchronized FrozenMedium freeze(String drive) {
        Set<Long> own = new TreeSet<>();
        addOwnClusters(own);
        long[] clusters = own.stream().mapToLong(Long::longValue).toArray();
        int[] times = own.stream()
                .mapToInt(cluster -> writes.getOrDefault(cluster, 0))
                .toArray();
        FrozenMedium now = new FrozenMedium(drive, this, clusters, times, time++);
        users++;
        frozen.add(now);
        return now;
    }

    /** Whether what the drive writes changes the root. */
    boolean isRoot() {
        return LayeredMedium.rootOf(base) == base;
    }

    /** Of a root that nobody writes to: to read all of it takes long. */
    synchronized int rootChecksum() throws IOException {
        if (rootChecksum == null) {
            rootChecksum = MediumChecksum.of(root());
        }
        return rootChecksum;
    }

    synchronized void forget(FrozenMedium closed) {
        frozen.remove(closed);
    }

    synchronized void release() throws IOException {
        if (--users == 0) {
            base.close();
        }
    }

    @Override
    public long sectors() {
        return base.sectors();
    }

    @Override
    public boolean readOnly() {
        return base.readOnly();
    }

    @Override
    public synchronized void read(long sector, int count, byte[] buffer, int offset) throws IOException {
        base.read(sector, count, buffer, offset);
    }

    @Override
    public synchronized void write(long sector, int count, byte[] buffer, int offset) throws IOException {
        if (time > 0) {
            long last = (sector + count - 1) / DiskContent.CLUSTER_SECTORS;
            for (long cluster = sector / DiskContent.CLUSTER_SECTORS; cluster <= last; cluster++) {
                keep(cluster);
                writes.put(cluster, time);
            }
        }
        base.write(sector, count, buffer, offset);
    }

    private void keep(long cluster) throws IOException {
        byte[] old = null;
        for (FrozenMedium medium : frozen) {
            if (!medium.keeps(cluster)) {
                if (old == null) {
                    old = new byte[DiskContent.CLUSTER];
                    readCluster(cluster, old);
                }
                medium.keep(cluster, old);
            }
        }
    }

    /** What of a cluster lies on the medium. */
    synchronized void readCluster(long cluster, byte[] buffer) throws IOException {
        long first = cluster * DiskContent.CLUSTER_SECTORS;
        base.read(first, (int) Math.min(DiskContent.CLUSTER_SECTORS, base.sectors() - first), buffer, 0);
    }

    @Override
    public void flush() throws IOException {
        base.flush();
    }

    @Override
    public void addOwnClusters(Set<Long> clusters) {
        LayeredMedium.addOwnClusters(base, clusters);
    }

    @Override
    public BlockBackend root() {
        return LayeredMedium.rootOf(base);
    }

    @Override
    public void close() throws IOException {
        release();
    }
}
