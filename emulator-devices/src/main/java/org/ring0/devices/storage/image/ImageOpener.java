package org.ring0.devices.storage.image;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.ring0.core.device.BlockBackend;

/**
 * Opens the images of one machine's drives. Nothing is created and nothing written here. A file can be the medium of one
 * writing drive only: within this machine by its real path, and against other machines and programs by a lock on the
 * file where the host has locks.
 */
public final class ImageOpener {
    private final Set<Path> written = new HashSet<>();

    /**
     * Opens the image of a hard disk: any whole number of sectors, so that a blank disk will do.
     *
     * @throws ImageException in one sentence
     */
    public BlockBackend disk(Path path, Access access) throws ImageException {
        BootSector.check(ImageHead.of(path));
        return open(path, access);
    }

    /**
     * Opens the image of a floppy: up to 2.88M. The format follows from the length, see {@link FloppyFormat#fitting}.
     *
     * @throws ImageException in one sentence
     */
    public BlockBackend floppy(Path path, Access access) throws ImageException {
        ImageHead head = ImageHead.of(path);
        if (FloppyFormat.fitting(head.length()) == null) {
            throw new ImageException(path + " is too large for a floppy: " + head.length() + " bytes");
        }
        BootSector.check(head);
        return open(path, access);
    }

    /**
     * Opens the image of a CD, which is read only: any whole number of sectors, with or without ISO 9660 on it.
     *
     * @throws ImageException in one sentence
     */
    public BlockBackend cdrom(Path path) throws ImageException {
        ImageHead head = ImageHead.of(path);
        Iso9660.check(head);
        return open(path, Access.READ_ONLY);
    }

    private BlockBackend open(Path path, Access access) throws ImageException {
        try {
            if (access == Access.READ_WRITE) {
                return openForWriting(path);
            }
            BlockBackend base = new FileBackend(new RandomAccessFile(path.toFile(), "r"), true, () -> {});
            return access == Access.SNAPSHOT ? SnapshotOverlay.over(base) : base;
        } catch (FileNotFoundException e) {
            throw new ImageException(path + " cannot be opened: permission denied");
        } catch (IOException e) {
            throw new ImageException(path + " cannot be opened: " + e.getMessage());
        }
    }

    private BlockBackend openForWriting(Path path) throws ImageException, IOException {
        if (!Files.isWritable(path)) {
            throw new ImageException(path + " cannot be written; use it with ,readonly or ,snapshot");
        }
        Path real = path.toRealPath();
        if (!written.add(real)) {
            throw inUse(path);
        }
        try {
            RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
            if (!isLocked(file)) {
                file.close();
                throw inUse(path);
            }
            return new FileBackend(file, false, () -> written.remove(real));
        } catch (ImageException | IOException e) {
            written.remove(real);
            throw e;
        }
    }

    /** Takes the lock, which goes when the file is closed. A file system without locks does not keep anybody out. */
    private static boolean isLocked(RandomAccessFile file) {
        try {
            FileLock lock = file.getChannel().tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static ImageException inUse(Path path) {
        return new ImageException(path + " is in use by another drive for writing; use it with ,readonly or ,snapshot");
    }
}
