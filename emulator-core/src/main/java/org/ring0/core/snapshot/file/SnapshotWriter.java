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

    static void write(Snapshot snapshot, Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(SnapshotFormat.HEADER);
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(file.getChannel()), MemoryImage.CHUNK);
            SnapshotWriter writer = new SnapshotWriter(out);
            byte[] directory = writer.contents(snapshot);
            out.write(directory);
            out.write(ByteBuffer.allocate(SnapshotFormat.CHECKSUM)
                    .putInt(SnapshotFormat.checksum(directory, 0, directory.length))
                    .array());
            out.flush();
            file.seek(0);
            file.write(header(directory.length + SnapshotFormat.CHECKSUM, writer.written));
            file.getChannel().force(true);
        }
    }

    private static byte[] header(int directoryLength, long directoryAt) {
        ByteBuffer header = ByteBuffer.allocate(SnapshotFormat.HEADER)
                .put(SnapshotFormat.MAGIC)
                .putInt(SnapshotFormat.VERSION)
                .putInt(directoryLength)
                .putLong(directoryAt);
        return header.putInt(SnapshotFormat.checksum(header.array(), 0, SnapshotFormat.HEADER_CHECKSUM_AT))
                .array();
    }

    private byte[] contents(Snapshot snapshot) throws IOException {
        try {
            List<Directory.State> states = new ArrayList<>();
            for (Map.Entry<String, byte[]> state : snapshot.states().entrySet()) {
                byte[] bytes = state.getValue();
                byte[] part = part(bytes, bytes.length);
                int checksum = SnapshotFormat.checksum(part, 0, part.length);
                states.add(new Directory.State(state.getKey(), bytes.length, part.length, checksum));
            }
            PartList memory = new PartList();
            long[] chunks = memory(snapshot.memory(), memory);
            List<Directory.Disk> disks = new ArrayList<>();
            for (DiskContent disk : snapshot.disks()) {
                disks.add(disk(disk));
            }
            return StateWriter.encode(new Directory(
                    snapshot.facts(),
                    snapshot.notes(),
                    states,
                    snapshot.memory().length(),
                    chunks,
                    memory.parts(),
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

    private Directory.Disk disk(DiskContent disk) throws IOException {
        long[] clusters = disk.ownClusters();
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
