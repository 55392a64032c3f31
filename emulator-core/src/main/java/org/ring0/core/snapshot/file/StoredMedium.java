package org.ring0.core.snapshot.file;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import org.ring0.core.device.BlockBackend;
import org.ring0.core.memory.MemoryImage;
import org.ring0.core.snapshot.DiskContent;
import org.ring0.core.snapshot.LayeredMedium;

/** One machine's view of a medium in a snapshot's file. */
final class StoredMedium implements BlockBackend, LayeredMedium {
    private final StoredDisk disk;
    private final BlockBackend root;
    private final AutoCloseable use;
    private final byte[] part = new byte[MemoryImage.CHUNK];
    /** Which one is in {@link #part}. */
    private int present = -1;

    /** @param root where the rest is, or null for zeros; closed with this */
    StoredMedium(StoredDisk disk, BlockBackend root) {
        this.disk = disk;
        this.root = root;
        use = disk.use();
    }

    @Override
    public long sectors() {
        return disk.sectors();
    }

    @Override
    public boolean readOnly() {
        return true;
    }

    /** Reads a cluster that is in the file; answers whether it is. */
    boolean readCluster(long number, byte[] buffer) throws IOException {
        int at = inPart(number);
        if (at >= 0) {
            System.arraycopy(part, at, buffer, 0, DiskContent.CLUSTER);
        }
        return at >= 0;
    }

    @Override
    public void read(long sector, int count, byte[] buffer, int offset) throws IOException {
        for (int done = 0; done < count; ) {
            int within = (int) ((sector + done) % DiskContent.CLUSTER_SECTORS);
            int run = Math.min(count - done, DiskContent.CLUSTER_SECTORS - within);
            int to = offset + done * SECTOR_SIZE;
            int at = inPart((sector + done) / DiskContent.CLUSTER_SECTORS);
            if (at >= 0) {
                System.arraycopy(part, at + within * SECTOR_SIZE, buffer, to, run * SECTOR_SIZE);
            } else if (disk.isLayer() && root != null) {
                root.read(sector + done, run, buffer, to);
            } else {
                Arrays.fill(buffer, to, to + run * SECTOR_SIZE, (byte) 0);
            }
            done += run;
        }
    }

    /** Where in {@link #part} a cluster is, or -1 if it is not in the file. */
    private int inPart(long cluster) throws IOException {
        int index = disk.indexOf(cluster);
        if (index < 0) {
            return -1;
        }
        int wanted = index / SnapshotFormat.CLUSTERS_A_PART;
        if (wanted != present) {
            present = -1;
            disk.readPart(wanted, part);
            present = wanted;
        }
        return index % SnapshotFormat.CLUSTERS_A_PART * DiskContent.CLUSTER;
    }

    @Override
    public void write(long sector, int count, byte[] buffer, int offset) throws IOException {
        throw new IOException("a snapshot is not written to");
    }

    @Override
    public void flush() {}

    @Override
    public void addOwnClusters(Set<Long> clusters) {
        for (long cluster : disk.clusters()) {
            clusters.add(cluster);
        }
        if (disk.isLayer()) {
            LayeredMedium.addOwnClusters(root, clusters);
        }
    }

    @Override
    public BlockBackend root() {
        return disk.isLayer() ? LayeredMedium.rootOf(root) : null;
    }

    @Override
    public void close() throws IOException {
        try (use) {
            if (root != null) {
                root.close();
            }
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
