package org.ring0.core.snapshot.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * The file, open until all who use it have closed it. Not a {@code FileChannel}, because that closes itself when the thread of one of the machines is interrupted.
 */
final class OpenSnapshot implements AutoCloseable {
    private final Path path;
    private final RandomAccessFile file;
    private final long length;
    private int users = 1;

    OpenSnapshot(Path path) throws IOException {
        this.path = path;
        file = new RandomAccessFile(path.toFile(), "r");
        length = file.length();
    }

    Path path() {
        return path;
    }

    long length() {
        return length;
    }

    synchronized byte[] read(long offset, int count) throws IOException {
        byte[] bytes = new byte[count];
        file.seek(offset);
        file.readFully(bytes);
        return bytes;
    }

    /** One more user, who closes the answer, once. */
    synchronized AutoCloseable use() {
        users++;
        return new AutoCloseable() {
            private boolean closed;

            @Override
            public void close() throws IOException {
                if (!closed) {
                    closed = true;
                    OpenSnapshot.this.close();
                }
            }
        };
    }

    @Override
    public synchronized void close() throws IOException {
        if (--users == 0) {
            file.close();
        }
    }
}
