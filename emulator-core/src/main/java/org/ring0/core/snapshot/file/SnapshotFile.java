package org.ring0.core.snapshot.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.ring0.core.snapshot.Snapshot;
import org.ring0.core.snapshot.SnapshotException;

/** Snapshots in files. */
public final class SnapshotFile {
    private SnapshotFile() {}

    /**
     * Writes a snapshot. A file of this name is replaced when the new one is complete; until then, and if anything fails, it
     * stays as it is.
     */
    public static void save(Snapshot snapshot, Path path) throws IOException {
        saveAsBase(snapshot, path, null).close();
    }

    /**
     * As {@link #save}, only what has changed since another snapshot of the same machine, which is read as well whenever this
     * one is.
     *
     * @param base in the same folder, or null: all is saved
     * @return a base for others, to be closed
     */
    public static SnapshotBase saveAsBase(Snapshot snapshot, Path path, SnapshotBase base) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        Path part = Files.createTempFile(folder, "." + path.getFileName(), ".part", usualPermissions(folder));
        try {
            long identity = SnapshotWriter.write(snapshot, part, base);
            Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return new SnapshotBase(snapshot, path, identity);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** A temporary file would be readable by its owner alone. */
    private static FileAttribute<?>[] usualPermissions(Path folder) throws IOException {
        boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-rw-rw-"))
                }
                : new FileAttribute<?>[0];
    }

    /**
     * Opens a snapshot. All of the file has been checked afterwards; memory and disks are read from it when they are needed.
     *
     * @throws SnapshotException in one sentence, if it is none, is damaged or of a newer version
     */
    public static Snapshot load(Path path) throws SnapshotException {
        return SnapshotReader.load(path);
    }

    /**
     * A base for snapshots of a machine that goes on from a loaded one.
     *
     * @param path from where it was loaded
     */
    public static SnapshotBase base(Snapshot loaded, Path path) throws SnapshotException {
        return new SnapshotBase(loaded, path, SnapshotReader.look(path).identity());
    }

    /** The file on which another one is based, if it is, by its name in the same folder; only the directory is read. */
    public static Optional<String> baseOf(Path path) throws SnapshotException {
        Directory.Base base = SnapshotReader.look(path).directory().base();
        return base.isNone() ? Optional.empty() : Optional.of(base.file());
    }
}
