package org.ring0.devices.storage.image;

import java.util.HashMap;
import java.util.Map;
import org.ring0.core.device.BlockBackend;
import org.ring0.core.snapshot.DiskContent;

/** What was in the clusters of a medium before they were overwritten. */
public final class KeptClusters {
    private final Map<Long, byte[]> clusters = new HashMap<>();

    public boolean has(long cluster) {
        return clusters.containsKey(cluster);
    }

    /** What was there, or null if that has not been overwritten. */
    byte[] get(long cluster) {
        return clusters.get(cluster);
    }

    /** @param content all of it, not copied */
    public void keep(long cluster, byte[] content) {
        clusters.put(cluster, content);
    }

    public void clear() {
        clusters.clear();
    }

    /** Bytes that are kept. */
    public long size() {
        return (long) clusters.size() * DiskContent.CLUSTER;
    }

    /** Turns sectors as they are now into what they were. */
    public void restore(long sector, int count, byte[] buffer, int offset) {
        for (int i = 0; i < count && !clusters.isEmpty(); i++) {
            byte[] old = clusters.get((sector + i) / DiskContent.CLUSTER_SECTORS);
            if (old != null) {
                int from = (int) ((sector + i) % DiskContent.CLUSTER_SECTORS) * BlockBackend.SECTOR_SIZE;
                System.arraycopy(old, from, buffer, offset + i * BlockBackend.SECTOR_SIZE, BlockBackend.SECTOR_SIZE);
            }
        }
    }
}
