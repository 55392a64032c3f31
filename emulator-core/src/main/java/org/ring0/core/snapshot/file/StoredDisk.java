package org.ring0.core.snapshot.file;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.ring0.core.device.BlockBackend;
import org.ring0.core.snapshot.DiskContent;
import org.ring0.core.snapshot.MediumChecksum;
import org.ring0.core.snapshot.SnapshotException;

/** A medium in a snapshot's file: the clusters that are there, over those of another file or over an image that is elsewhere. */
final class StoredDisk implements DiskContent {
    private final Directory.Disk disk;
    private final PartStore parts;
    private final StoredDisk base;

    /** @param base the medium in the file on which this one's is based, or null */
    StoredDisk(Directory.Disk disk, PartStore parts, StoredDisk base) throws DamagedException {
        this.disk = disk;
        this.parts = parts;
        this.base = base;
        long clusters = Math.ceilDiv(disk.sectors(), (long) CLUSTER_SECTORS);
        int count = disk.clusters().length;
        if (disk.sectors() < 0
                || !StoredMemory.isRising(disk.clusters(), clusters)
                || parts.count() != Math.ceilDiv(count, SnapshotFormat.CLUSTERS_A_PART)) {
            throw new DamagedException();
        }
        if (base != null && !isOver(base.disk)) {
            throw new DamagedException();
        }
    }

    private boolean isOver(Directory.Disk other) {
        return disk.sectors() == other.sectors()
                && disk.rooted() == other.rooted()
                && disk.rootChecksum() == other.rootChecksum();
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
        return base == null
                ? disk.clusters().clone()
                : LongStream.concat(Arrays.stream(disk.clusters()), Arrays.stream(base.ownClusters()))
                        .sorted()
                        .distinct()
                        .toArray();
    }

    /** Those that are in this file. */
    long[] clusters() {
        return disk.clusters();
    }

    /** Whether what is in no cluster here is to be read from elsewhere. */
    boolean isLayer() {
        return disk.rooted() || base != null;
    }

    /** Without the root, what is in no cluster here is not known and reads as zero. */
    @Override
    public void readCluster(long number, byte[] buffer) throws IOException {
        if (base != null && indexOf(number) < 0) {
            base.readCluster(number, buffer);
            return;
        }
        Arrays.fill(buffer, 0, CLUSTER, (byte) 0);
        try (StoredMedium medium = new StoredMedium(this, null)) {
            medium.readCluster(number, buffer);
        }
    }

    @Override
    public BlockBackend over(BlockBackend root) throws SnapshotException, IOException {
        if (base != null) {
            return new StoredMedium(this, base.over(root));
        }
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
