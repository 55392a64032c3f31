package org.ring0.core.snapshot.file;

import java.io.IOException;
import java.util.Arrays;
import org.ring0.core.device.BlockBackend;
import org.ring0.core.snapshot.DiskContent;
import org.ring0.core.snapshot.MediumChecksum;
import org.ring0.core.snapshot.SnapshotException;

/** A medium in a snapshot's file: the clusters that are there, over an image that is elsewhere. */
final class StoredDisk implements DiskContent {
    private final Directory.Disk disk;
    private final PartStore parts;

    StoredDisk(Directory.Disk disk, PartStore parts) throws DamagedException {
        this.disk = disk;
        this.parts = parts;
        long clusters = Math.ceilDiv(disk.sectors(), (long) CLUSTER_SECTORS);
        int count = disk.clusters().length;
        if (disk.sectors() < 0
                || !StoredMemory.isRising(disk.clusters(), clusters)
                || parts.count() != Math.ceilDiv(count, SnapshotFormat.CLUSTERS_A_PART)) {
            throw new DamagedException();
        }
    }

    @Override
    public String name() {
        return disk.name();
    }

    @Override
    public long sectors() {
        return disk.sectors();
    }

    @Override
    public boolean hasRoot() {
        return disk.rooted();
    }

    @Override
    public int rootChecksum() {
        return disk.rootChecksum();
    }

    @Override
    public long[] ownClusters() {
        return disk.clusters().clone();
    }

    /** Without the root, what is in no cluster here is not known and reads as zero. */
    @Override
    public void readCluster(long number, byte[] buffer) throws IOException {
        Arrays.fill(buffer, 0, CLUSTER, (byte) 0);
        try (StoredMedium medium = new StoredMedium(this, null)) {
            medium.readCluster(number, buffer);
        }
    }

    @Override
    public BlockBackend over(BlockBackend root) throws SnapshotException, IOException {
        if (disk.rooted()) {
            if (root == null) {
                throw new SnapshotException("the snapshot needs the image of '" + name() + "'");
            }
            if (root.sectors() != sectors()) {
                throw new SnapshotException("the snapshot needs an image of %d sectors in '%s', not one of %d"
                        .formatted(sectors(), name(), root.sectors()));
            }
            if (MediumChecksum.of(root) != disk.rootChecksum()) {
                throw new SnapshotException(
                        "the image in '" + name() + "' is not what it was when the snapshot was saved");
            }
        }
        return new StoredMedium(this, root);
    }

    /** Which of the clusters here it is, or negative. */
    int indexOf(long cluster) {
        return Arrays.binarySearch(disk.clusters(), cluster);
    }

    AutoCloseable use() {
        return parts.use();
    }

    void readPart(int index, byte[] buffer) throws IOException {
        int first = index * SnapshotFormat.CLUSTERS_A_PART;
        int count = Math.min(SnapshotFormat.CLUSTERS_A_PART, disk.clusters().length - first);
        parts.read(index, buffer, count * CLUSTER);
    }
}
