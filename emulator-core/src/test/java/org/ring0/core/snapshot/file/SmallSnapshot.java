package org.ring0.core.snapshot.file;

import java.util.List;
import java.util.Map;
import org.ring0.core.device.BlockBackend;
import org.ring0.core.memory.MemoryImage;
import org.ring0.core.snapshot.DiskContent;
import org.ring0.core.snapshot.Fact;
import org.ring0.core.snapshot.Snapshot;

/** A snapshot with some of everything, in little room. */
final class SmallSnapshot {
    static final long MEMORY = 3 * MemoryImage.CHUNK + 0x2000;
    static final byte[] STATE = {1, 2, 3, 4, 5};
    static final long[] CLUSTERS = {1, 2, 5};

    private SmallSnapshot() {}

    static Snapshot make() {
        return new Snapshot(
                List.of(new Fact("memory", "1M")),
                List.of(new Fact("--disk", "größe\uD83D\uDCBE.img")),
                Map.of("cpu0", STATE),
                new Memory(),
                List.of(new Disk()),
                () -> {});
    }

    /** The byte at an offset of the memory: its second chunk and its last one are not zero. */
    static byte memory(long at) {
        long chunk = at / MemoryImage.CHUNK;
        return chunk == 1 || chunk == 3 ? (byte) (at >> 8) : 0;
    }

    static byte disk(long cluster, int at) {
        return (byte) (cluster + at / 512);
    }

    private record Memory() implements MemoryImage {
        @Override
        public long length() {
            return MEMORY;
        }

        @Override
        public boolean read(long index, byte[] buffer) {
            for (int i = 0; i < size(index); i++) {
                buffer[i] = memory(index * CHUNK + i);
            }
            return index == 1 || index == 3;
        }
    }

    private record Disk() implements DiskContent {
        @Override
        public String name() {
            return "ide1-master";
        }

        @Override
        public long sectors() {
            return 45;
        }

        @Override
        public boolean hasRoot() {
            return false;
        }

        @Override
        public int rootChecksum() {
            return 0;
        }

        @Override
        public long[] ownClusters() {
            return CLUSTERS;
        }

        @Override
        public void readCluster(long number, byte[] buffer) {
            for (int i = 0; i < CLUSTER; i++) {
                buffer[i] = disk(number, i);
            }
        }

        @Override
        public BlockBackend over(BlockBackend root) {
            throw new UnsupportedOperationException();
        }
    }
}
