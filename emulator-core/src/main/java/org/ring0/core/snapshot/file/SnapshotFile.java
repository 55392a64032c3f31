package org.ring0.core.snapshot.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
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
        Path folder = path.toAbsolutePath().getParent();
        Path part = Files.createTempFile(folder, "." + path.getFileName(), ".part", usualPermissions(folder));
        try {
            SnapshotWriter.write(snapshot, part);
            Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
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
}
