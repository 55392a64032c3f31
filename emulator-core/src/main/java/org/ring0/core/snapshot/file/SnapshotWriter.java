package org.ring0.core.snapshot.file;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.zip.Deflater;
import org.ring0.core.memory.MemoryImage;
import org.ring0.core.snapshot.DiskContent;
import org.ring0.core.snapshot.Snapshot;
import org.ring0.core.snapshot.StateWriter;

/** Writes the file from front to back, the header last. */
final class SnapshotWriter {
    private final OutputStream out;
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private final byte[] buffer = new byte[MemoryImage.CHUNK];
    private final byte[] compressed = new byte[MemoryImage.CHUNK];
    private long written = SnapshotFormat.HEADER;

    private SnapshotWriter(OutputStream out) {
        this.out = out;
    }

    /**
     * Writes all.
     *
     * @param base of what only the changes are written, or null
     * @return the file's identity
     */
    static long write(Snapshot snapshot, Path path, SnapshotBase base) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(SnapshotFormat.HEADER);
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(file.getChannel()), MemoryImage.CHUNK);
            SnapshotWriter writer = new SnapshotWriter(out);
            byte[] directory = writer.contents(snapshot, base);
            int checksum = SnapshotFormat.checksum(directory, 0, directory.length);
            out.write(directory);
            out.write(ByteBuffer.allocate(SnapshotFormat.CHECKSUM)
                    .putInt(checksum)
                    .array());
            out.flush();
            ByteBuffer header = ByteBuffer.wrap(header(
                    base == null ? SnapshotFormat.VERSION_WHOLE : SnapshotFormat.VERSION,
                    directory.length + SnapshotFormat.CHECKSUM,
                    writer.written));
            file.seek(0);
            file.write(header.array());
            file.getChannel().force(true);
            return SnapshotFormat.identity(header.getInt(SnapshotFormat.HEADER_CHECKSUM_AT), checksum);
        }
    }

    private static byte[] header(int version, int directoryLength, long directoryAt) {
        ByteBuffer header = ByteBuffer.allocate(SnapshotFormat.HEADER)
                .put(SnapshotFormat.MAGIC)
                .putInt(version)
                .putInt(directoryLength)
                .putLong(directoryAt);
        return header.putInt(SnapshotFormat.checksum(header.array(), 0, SnapshotFormat.HEADER_CHECKSUM_AT))
                .array();
    }

    private byte[] contents(Snapshot snapshot, SnapshotBase base) throws IOException {
        try {
            List<Directory.State> states = new ArrayList<>();
            for (Map.Entry<String, byte[]> state : snapshot.states().entrySet()) {
                byte[] bytes = state.getValue();
                byte[] part = part(bytes, bytes.length);
                int checksum = SnapshotFormat.checksum(part, 0, part.length);
                states.add(new Directory.State(state.getKey(), bytes.length, part.length, checksum));
            }
            PartList memory = new PartList();
            long[] chunks = base == null ? memory(snapshot.memory(), memory) : new long[0];
            PartList pageParts = new PartList();
            long[] pages =
                    base == null ? new long[0] : new ChangedPages(base.memory(), pageParts).of(snapshot.memory());
            List<Directory.Disk> disks = new ArrayList<>();
            for (DiskContent disk : snapshot.disks()) {
                disks.add(disk(disk, base == null ? null : base.disk(disk.name())));
            }
            return StateWriter.encode(new Directory(
                    snapshot.facts(),
                    snapshot.notes(),
                    states,
                    base == null
                            ? Directory.Base.NONE
                            : new Directory.Base(base.file().getFileName().toString(), base.identity()),
                    snapshot.memory().length(),
                    chunks,
                    memory.parts(),
                    pages,
                    pageParts.parts(),
                    disks));
        } finally {
            deflater.end();
        }
    }

    private long[] memory(MemoryImage memory, PartList parts) throws IOException {
        LongStream.Builder chunks = LongStream.builder();
        for (long i = 0; i < memory.chunks(); i++) {
            if (memory.read(i, buffer)) {
                chunks.add(i);
                parts.add(buffer, memory.size(i));
            }
        }
        return chunks.build().toArray();
    }

    private Directory.Disk disk(DiskContent disk, DiskContent base) throws IOException {
        long[] clusters = base == null ? disk.ownClusters() : disk.changedSince(base);
        PartList parts = new PartList();
        byte[] cluster = new byte[DiskContent.CLUSTER];
        int filled = 0;
        for (int i = 0; i < clusters.length; i++) {
            disk.readCluster(clusters[i], cluster);
            System.arraycopy(cluster, 0, buffer, filled, cluster.length);
            filled += cluster.length;
            if (filled == buffer.length || i == clusters.length - 1) {
                parts.add(buffer, filled);
                filled = 0;
            }
        }
        int root = disk.hasRoot() ? disk.rootChecksum() : 0;
        return new Directory.Disk(disk.name(), disk.sectors(), disk.hasRoot(), root, clusters, parts.parts());
    }

    /** Writes a part; answers what it has become. */
    private byte[] part(byte[] bytes, int length) throws IOException {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        deflater.reset();
        deflater.setInput(bytes, 0, length);
        deflater.finish();
        while (!deflater.finished()) {
            deflated.write(compressed, 0, deflater.deflate(compressed));
        }
        byte[] part = deflated.toByteArray();
        out.write(part);
        written += part.length;
        return part;
    }

    /** Writes the pages that are others than in a base. */
    private final class ChangedPages {
        private final MemoryImage base;
        private final PartList parts;
        private final LongStream.Builder pages = LongStream.builder();
        private final byte[] now = new byte[MemoryImage.CHUNK];
        private final byte[] before = new byte[MemoryImage.CHUNK];
        private int filled;

        ChangedPages(MemoryImage base, PartList parts) {
            this.base = base;
            this.parts = parts;
        }

        /** @return their numbers */
        long[] of(MemoryImage memory) throws IOException {
            if (memory.length() != base.length()) {
                throw new IllegalArgumentException("another machine's snapshot, with memory of another size");
            }
            BitSet chunks = memory.changedSince(base);
            for (int i = chunks.nextSetBit(0); i >= 0; i = chunks.nextSetBit(i + 1)) {
                read(memory, i, now);
                read(base, i, before);
                for (int at = 0; at < memory.size(i); at += ChangedMemory.PAGE) {
                    int end = at + ChangedMemory.PAGE;
                    if (!Arrays.equals(now, at, end, before, at, end)) {
                        add((long) i * ChangedMemory.CHUNK_PAGES + at / ChangedMemory.PAGE, at);
                    }
                }
            }
            flush();
            return pages.build().toArray();
        }

        private static void read(MemoryImage memory, int index, byte[] target) throws IOException {
            if (!memory.read(index, target)) {
                Arrays.fill(target, (byte) 0);
            }
        }

        private void add(long page, int at) throws IOException {
            pages.add(page);
            System.arraycopy(now, at, buffer, filled, ChangedMemory.PAGE);
            filled += ChangedMemory.PAGE;
            if (filled == buffer.length) {
                flush();
            }
        }

        private void flush() throws IOException {
            if (filled > 0) {
                parts.add(buffer, filled);
                filled = 0;
            }
        }
    }

    /** The parts of one kind. */
    private final class PartList {
        private final IntStream.Builder lengths = IntStream.builder();
        private final IntStream.Builder checksums = IntStream.builder();

        void add(byte[] bytes, int length) throws IOException {
            byte[] part = part(bytes, length);
            lengths.add(part.length);
            checksums.add(SnapshotFormat.checksum(part, 0, part.length));
        }

        Directory.Parts parts() {
            return new Directory.Parts(
                    lengths.build().toArray(), checksums.build().toArray());
        }
    }
}
