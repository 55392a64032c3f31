package org.ring0.core.snapshot.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
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

    private SnapshotReader(OpenSnapshot file) {
        this.file = file;
    }

    static Snapshot load(Path path) throws SnapshotException {
        if (!Files.exists(path)) {
            throw new SnapshotException("the snapshot " + path + " does not exist");
        }
        if (!Files.isRegularFile(path)) {
            throw new SnapshotException("the snapshot " + path + " is not a regular file");
        }
        OpenSnapshot file = null;
        Snapshot snapshot = null;
        try {
            file = new OpenSnapshot(path);
            snapshot = new SnapshotReader(file).read();
            return snapshot;
        } catch (DamagedException e) {
            throw new SnapshotException(path + " is damaged: it is not what was saved");
        } catch (NoSuchFileException e) {
            throw new SnapshotException("the snapshot " + path + " does not exist");
        } catch (IOException e) {
            throw new SnapshotException("the snapshot " + path + " cannot be read: " + e.getMessage());
        } finally {
            if (snapshot == null && file != null) {
                close(file);
            }
        }
    }

    private static void close(OpenSnapshot file) {
        try {
            file.close();
        } catch (IOException e) {
            org.slf4j.LoggerFactory.getLogger(SnapshotReader.class).warn("closing failed: {}", e.getMessage());
        }
    }

    private Snapshot read() throws IOException, DamagedException, SnapshotException {
        ByteBuffer header = header();
        int directoryLength = header.getInt();
        long directoryAt = header.getLong();
        checkLength(directoryLength, directoryAt);
        Directory directory = directory(directoryAt, directoryLength);
        Map<String, byte[]> states = new LinkedHashMap<>();
        long at = SnapshotFormat.HEADER;
        for (Directory.State state : directory.states()) {
            at = addState(state, at, states);
        }
        PartStore memoryParts = checked(at, directory.memoryParts());
        MemoryImage memory = new StoredMemory(directory.memoryLength(), directory.memoryChunks(), memoryParts);
        at = memoryParts.end();
        List<DiskContent> disks = new ArrayList<>();
        for (Directory.Disk disk : directory.disks()) {
            PartStore parts = checked(at, disk.parts());
            disks.add(new StoredDisk(disk, parts));
            at = parts.end();
        }
        if (at != directoryAt) {
            throw new DamagedException();
        }
        return new Snapshot(directory.facts(), directory.notes(), states, memory, disks, file);
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
