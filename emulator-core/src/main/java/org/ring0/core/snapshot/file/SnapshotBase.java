package org.ring0.core.snapshot.file;

import java.nio.file.Path;
import java.util.List;
import org.ring0.core.memory.MemoryImage;
import org.ring0.core.snapshot.DiskContent;
import org.ring0.core.snapshot.Snapshot;

/** A snapshot that lies in a file, beside which others can be saved that hold only what has changed since. */
public final class SnapshotBase implements AutoCloseable {
    private final Path file;
    private final long identity;
    private final MemoryImage memory;
    private final AutoCloseable memoryUse;
    private final List<DiskContent> disks;

    /** @param snapshot may be closed afterwards: of its disks only that is asked what has changed since */
    SnapshotBase(Snapshot snapshot, Path file, long identity) {
        this.file = file;
        this.identity = identity;
        memory = snapshot.memory();
        memoryUse = memory.use();
        disks = snapshot.disks();
    }

    public Path file() {
        return file;
    }

    /** By what the files that are based on it know it. */
    long identity() {
        return identity;
    }

    MemoryImage memory() {
        return memory;
    }

    DiskContent disk(String name) {
        return disks.stream()
                .filter(disk -> disk.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("another machine's snapshot, without " + name));
    }

    @Override
    public void close() {
        try {
            memoryUse.close();
        } catch (Exception e) {
            org.slf4j.LoggerFactory.getLogger(SnapshotBase.class).warn("closing a snapshot failed: {}", e.getMessage());
        }
    }
}
