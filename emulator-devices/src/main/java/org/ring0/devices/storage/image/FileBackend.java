package org.ring0.devices.storage.image;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import org.ring0.core.device.BlockBackend;

/**
 * A raw image file. Its length is that of the moment when it was opened; a last sector that the file holds only in part reads
 * as zero beyond it. Several forks of a machine may read it at a time. Not a {@code FileChannel}, because that closes itself when the machine's thread is interrupted.
 */
final class FileBackend implements BlockBackend {
    private final RandomAccessFile file;
    private final boolean readOnly;
    private final Runnable afterClose;
    private final long length;

    FileBackend(RandomAccessFile file, boolean readOnly, Runnable afterClose) throws IOException {
        this.file = file;
        this.readOnly = readOnly;
        this.afterClose = afterClose;
        this.length = file.length();
    }

    @Override
    public long sectors() {
        return (length + SECTOR_SIZE - 1) / SECTOR_SIZE;
    }

    @Override
    public boolean readOnly() {
        return readOnly;
    }

    @Override
    public synchronized void read(long sector, int count, byte[] buffer, int offset) throws IOException {
        long from = sector * SECTOR_SIZE;
        int wanted = count * SECTOR_SIZE;
        int present = Math.clamp(length - from, 0, wanted);
        file.seek(from);
        try {
            file.readFully(buffer, offset, present);
        } catch (EOFException e) {
            throw new IOException("the image has become shorter since it was opened", e);
        }
        java.util.Arrays.fill(buffer, offset + present, offset + wanted, (byte) 0);
    }

    @Override
    public synchronized void write(long sector, int count, byte[] buffer, int offset) throws IOException {
        if (readOnly) {
            throw new IOException("the image was opened for reading only");
        }
        file.seek(sector * SECTOR_SIZE);
        file.write(buffer, offset, count * SECTOR_SIZE);
    }

    @Override
    public void flush() throws IOException {
        if (!readOnly) {
            file.getChannel().force(false);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
        afterClose.run();
    }
}
