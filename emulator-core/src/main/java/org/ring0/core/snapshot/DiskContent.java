package org.ring0.core.snapshot;

import java.io.IOException;
import org.ring0.core.device.BlockBackend;

/**
 * What a drive's medium held at the moment of a snapshot: an image that somebody keeps, its root, with clusters that are
 * different; or clusters alone.
 */
public interface DiskContent {
    int CLUSTER_SECTORS = 8;
    int CLUSTER = CLUSTER_SECTORS * BlockBackend.SECTOR_SIZE;

    /** Which drive of the machine. */
    String name();

    /** Sectors of the medium. */
    long sectors();

    /** Whether what is in no cluster of its own is in the root; otherwise it is zero. */
    boolean hasRoot();

    /** The CRC-32C of all sectors of the root. */
    int rootChecksum() throws IOException;

    /** The clusters that differ from the root, in rising order. */
    long[] ownClusters();

    /** Of the own clusters those that may be others than in {@code earlier}, of the same drive and root. */
    default long[] changedSince(DiskContent earlier) {
        return ownClusters();
    }

    /** One of the medium's clusters, own or not; beyond the medium's end there are zeros. */
    void readCluster(long number, byte[] buffer) throws IOException;

    /**
     * The medium, to be read only, and to be closed.
     *
     * @param root the image that was the root, or null if there was none; closed with the medium
     * @throws SnapshotException if it is another image
     */
    BlockBackend over(BlockBackend root) throws SnapshotException, IOException;
}
