package org.ring0.core.snapshot.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ring0.core.memory.MemoryImage;
import org.ring0.core.snapshot.DiskContent;
import org.ring0.core.snapshot.Snapshot;
import org.ring0.core.snapshot.SnapshotException;
import org.ring0.core.snapshot.StateFormatException;
import org.ring0.core.snapshot.StateReader;

/** Reads and checks the file. Every byte of it is treated as hostile. */
final class SnapshotReader {
    private final OpenSnapshot file;
    /** How many files are based on this one, one on the other. */
    private final int depth;

    private SnapshotReader(OpenSnapshot file, int depth) {
        this.file = file;
        this.depth = depth;
    }

    /**
     * What is known before any part has been looked at.
     *
     * @param end where the last part ends
     */
    record Head(Directory directory, long end, long identity) {}

    private interface Look<T> {
        T at(OpenSnapshot file) throws IOException, DamagedException, SnapshotException;
    }

    static Snapshot load(Path path) throws SnapshotException {
        return load(path, 0).snapshot();
    }

    private static Loaded load(Path path, int depth) throws SnapshotException {
        return open(path, file -> new SnapshotReader(file, depth).read());
    }

    /** Only what others must know of a file. */
    static Head look(Path path) throws SnapshotException {
        return open(path, file -> {
            Head head = new SnapshotReader(file, 0).head();
            file.close();
            return head;
        });
    }

    private static <T> T open(Path path, Look<T> look) throws SnapshotException {
        if (!Files.exists(path)) {
            throw new SnapshotException("the snapshot " + path + " does not exist");
        }
        if (!Files.isRegularFile(path)) {
            throw new SnapshotException("the snapshot " + path + " is not a regular file");
        }
        OpenSnapshot file = null;
        T seen = null;
        try {
            file = new OpenSnapshot(path);
            seen = look.at(file);
            return seen;
        } catch (DamagedException e) {
            throw new SnapshotException(path + " is damaged: it is not what was saved");
        } catch (NoSuchFileException e) {
            throw new SnapshotException("the snapshot " + path + " does not exist");
        } catch (IOException e) {
            throw new SnapshotException("the snapshot " + path + " cannot be read: " + e.getMessage());
        } finally {
            if (seen == null && file != null) {
                close(file);
            }
        }
    }

    private static void close(AutoCloseable file) {
        try {
            file.close();
        } catch (Exception e) {
            org.slf4j.LoggerFactory.getLogger(SnapshotReader.class).warn("closing failed: {}", e.getMessage());
        }
    }

    private Head head() throws IOException, DamagedException, SnapshotException {
        ByteBuffer header = header();
        int directoryLength = header.getInt();
        long directoryAt = header.getLong();
        checkLength(directoryLength, directoryAt);
        Directory directory = directory(directoryAt, directoryLength);
        boolean whole = directory.base().isNone();
        if (whole ? directory.memoryPages().length > 0 : directory.memoryChunks().length > 0) {
            throw new DamagedException();
        }
        byte[] checksum = file.read(directoryAt + directoryLength - SnapshotFormat.CHECKSUM, SnapshotFormat.CHECKSUM);
        return new Head(
                directory,
                directoryAt,
                SnapshotFormat.identity(
                        header.getInt(), ByteBuffer.wrap(checksum).getInt()));
    }

    /** A snapshot with what files that are based on it need to know. */
    private record Loaded(Snapshot snapshot, long identity) {}

    private Loaded read() throws IOException, DamagedException, SnapshotException {
        Head head = head();
        Directory directory = head.directory();
        Map<String, byte[]> states = new LinkedHashMap<>();
        long at = SnapshotFormat.HEADER;
        for (Directory.State state : directory.states()) {
            at = addState(state, at, states);
        }
        PartStore chunks = checked(at, directory.memoryParts());
        PartStore pages = checked(chunks.end(), directory.pageParts());
        at = pages.end();
        List<PartStore> clusters = new ArrayList<>();
        for (Directory.Disk disk : directory.disks()) {
            clusters.add(checked(at, disk.parts()));
            at = clusters.getLast().end();
        }
        if (at != head.end()) {
            throw new DamagedException();
        }
        Snapshot base = directory.base().isNone() ? null : base(directory.base());
        boolean done = false;
        try {
            MemoryImage memory = memory(directory, chunks, pages, base);
            List<DiskContent> disks = disks(directory, clusters, base);
            AutoCloseable resource = base == null ? file : both(base);
            done = true;
            return new Loaded(
                    new Snapshot(directory.facts(), directory.notes(), states, memory, disks, resource),
                    head.identity());
        } finally {
            if (!done && base != null) {
                close(base);
            }
        }
    }

    private AutoCloseable both(Snapshot base) {
        return () -> {
            try (base) {
                file.close();
            }
        };
    }

    private Snapshot base(Directory.Base wanted) throws DamagedException, SnapshotException {
        if (depth == SnapshotFormat.DEEPEST
                || !wanted.file().matches("[^/\\\\]+")
                || wanted.file().equals("..")) {
            throw new DamagedException();
        }
        Path path;
        try {
            path = file.path().resolveSibling(wanted.file());
        } catch (InvalidPathException e) {
            throw new DamagedException();
        }
        if (!Files.exists(path)) {
            throw new SnapshotException(
                    file.path() + " holds only what has changed since " + path + ", which does not exist");
        }
        Loaded base = load(path, depth + 1);
        if (base.identity() != wanted.identity()) {
            close(base.snapshot());
            throw new SnapshotException(
                    file.path() + " holds only what has changed since another " + path + " than there is now");
        }
        return base.snapshot();
    }

    private static MemoryImage memory(Directory directory, PartStore chunks, PartStore pages, Snapshot base)
            throws DamagedException {
        if (base == null) {
            return new StoredMemory(directory.memoryLength(), directory.memoryChunks(), chunks);
        }
        if (directory.memoryLength() != base.memory().length() || chunks.count() > 0) {
            throw new DamagedException();
        }
        return new ChangedMemory(base.memory(), directory.memoryPages(), pages);
    }

    private static List<DiskContent> disks(Directory directory, List<PartStore> clusters, Snapshot base)
            throws DamagedException {
        List<DiskContent> disks = new ArrayList<>();
        for (int i = 0; i < clusters.size(); i++) {
            Directory.Disk disk = directory.disks().get(i);
            StoredDisk below = null;
            if (base != null) {
                below = (StoredDisk) base.disk(disk.name()).orElseThrow(DamagedException::new);
            }
            disks.add(new StoredDisk(disk, clusters.get(i), below));
        }
        return disks;
    }

    /** The header behind its version. */
    private ByteBuffer header() throws IOException, DamagedException, SnapshotException {
        byte[] magic = SnapshotFormat.MAGIC;
        ByteBuffer header = ByteBuffer.wrap(file.read(0, (int) Math.min(SnapshotFormat.HEADER, file.length())));
        int known = Math.min(magic.length, header.capacity());
        if (known == 0 || !Arrays.equals(header.array(), 0, known, magic, 0, known)) {
            throw new SnapshotException(file.path() + " is not a snapshot of ring0");
        }
        if (header.capacity() < SnapshotFormat.HEADER) {
            throw cutShort();
        }
        int version = header.getInt(magic.length);
        if (version > SnapshotFormat.VERSION) {
            throw new SnapshotException("%s was saved by a newer ring0: its format is %d, this ring0 reads up to %d"
                    .formatted(file.path(), version, SnapshotFormat.VERSION));
        }
        int checksum = SnapshotFormat.checksum(header.array(), 0, SnapshotFormat.HEADER_CHECKSUM_AT);
        if (version < 1 || checksum != header.getInt(SnapshotFormat.HEADER_CHECKSUM_AT)) {
            throw new DamagedException();
        }
        return header.position(magic.length + Integer.BYTES);
    }

    private void checkLength(int directoryLength, long directoryAt) throws DamagedException, SnapshotException {
        if (directoryLength < SnapshotFormat.CHECKSUM
                || directoryLength > SnapshotFormat.LARGEST_DIRECTORY
                || directoryAt < SnapshotFormat.HEADER
                || directoryAt > Long.MAX_VALUE - directoryLength) {
            throw new DamagedException();
        }
        if (file.length() < directoryAt + directoryLength) {
            throw cutShort();
        }
        if (file.length() > directoryAt + directoryLength) {
            throw new DamagedException();
        }
    }

    private SnapshotException cutShort() {
        return new SnapshotException(file.path() + " is cut short: its end is missing");
    }

    private Directory directory(long at, int length) throws IOException, DamagedException {
        byte[] bytes = file.read(at, length);
        int end = length - SnapshotFormat.CHECKSUM;
        if (SnapshotFormat.checksum(bytes, 0, end) != ByteBuffer.wrap(bytes).getInt(end)) {
            throw new DamagedException();
        }
        try {
            return StateReader.decode(Arrays.copyOf(bytes, end), Directory.EMPTY);
        } catch (StateFormatException | RuntimeException e) {
            throw new DamagedException();
        }
    }

    private PartStore checked(long from, Directory.Parts parts) throws IOException, DamagedException {
        PartStore store = new PartStore(file, from, parts);
        store.check();
        return store;
    }

    /** @return where it ends in the file */
    private long addState(Directory.State state, long at, Map<String, byte[]> states)
            throws IOException, DamagedException {
        if (state.size() <= 0 || state.size() > SnapshotFormat.LARGEST_STATE) {
            throw new DamagedException();
        }
        PartStore part =
                new PartStore(file, at, new Directory.Parts(new int[] {state.length()}, new int[] {state.checksum()}));
        part.check();
        byte[] bytes = new byte[state.size()];
        part.read(0, bytes, bytes.length);
        if (states.put(state.name(), bytes) != null) {
            throw new DamagedException();
        }
        return part.end();
    }
}
