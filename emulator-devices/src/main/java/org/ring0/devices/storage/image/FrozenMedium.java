package org.ring0.devices.storage.image;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.IntStream;
import org.ring0.core.device.BlockBackend;
import org.ring0.core.snapshot.DiskContent;
import org.ring0.core.snapshot.LayeredMedium;
import org.ring0.core.snapshot.MediumChecksum;

/** What a {@link SharedMedium} held at one moment. */
public final class FrozenMedium implements DiskContent, AutoCloseable {
    private final String name;
    private final SharedMedium medium;
    private final long[] own;
    /** When each of them was last written to, and when this was made; see {@link SharedMedium#freeze}. */
    private final int[] times;

    private final int time;
    /** What the drive has overwritten since; guarded by the medium. */
    private final KeptClusters kept = new KeptClusters();
    /** This, and the media made of it; guarded by the medium. */
    private int users = 1;

    FrozenMedium(String name, SharedMedium medium, long[] own, int[] times, int time) {
        this.name = name;
        this.medium = medium;
        this.own = own;
        this.times = times;
        this.time = time;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long sectors() {
        return medium.sectors();
    }

    @Override
    public boolean hasRoot() {
        return medium.root() != null;
    }

    /** Of an image that the drive writes to: as it was then. */
    @Override
    public int rootChecksum() throws IOException {
        return medium.isRoot() ? MediumChecksum.of(new View()) : medium.rootChecksum();
    }

    @Override
    public long[] ownClusters() {
        return own.clone();
    }

    @Override
    public long[] changedSince(DiskContent earlier) {
        if (!(earlier instanceof FrozenMedium frozen) || frozen.medium != medium) {
            return ownClusters();
        }
        return IntStream.range(0, own.length)
                .filter(i -> times[i] > frozen.time)
                .mapToLong(i -> own[i])
                .toArray();
    }

    @Override
    public void readCluster(long number, byte[] buffer) throws IOException {
        synchronized (medium) {
            byte[] old = kept.get(number);
            if (old != null) {
                System.arraycopy(old, 0, buffer, 0, CLUSTER);
            } else {
                Arrays.fill(buffer, 0, CLUSTER, (byte) 0);
                medium.readCluster(number, buffer);
            }
        }
    }

    /** The root is known here. */
    @Override
    public BlockBackend over(BlockBackend root) {
        synchronized (medium) {
            users++;
        }
        return new View();
    }

    boolean keeps(long cluster) {
        return kept.has(cluster);
    }

    void keep(long cluster, byte[] old) {
        kept.keep(cluster, old);
    }

    @Override
    public void close() throws IOException {
        synchronized (medium) {
            if (--users == 0) {
                medium.forget(this);
                medium.release();
            }
        }
    }

    /** One machine's view of it. */
    private final class View implements BlockBackend, LayeredMedium {
        private boolean closed;

        @Override
        public long sectors() {
            return medium.sectors();
        }

        @Override
        public boolean readOnly() {
            return true;
        }

        @Override
        public void read(long sector, int count, byte[] buffer, int offset) throws IOException {
            synchronized (medium) {
                medium.read(sector, count, buffer, offset);
                kept.restore(sector, count, buffer, offset);
            }
        }

        @Override
        public void write(long sector, int count, byte[] buffer, int offset) throws IOException {
            throw new IOException("what was frozen is not written to");
        }

        @Override
        public void flush() {}

        @Override
        public void addOwnClusters(Set<Long> clusters) {
            for (long cluster : own) {
                clusters.add(cluster);
            }
        }

        @Override
        public BlockBackend root() {
            return medium.isRoot() ? this : medium.root();
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                FrozenMedium.this.close();
            }
        }
    }
}
