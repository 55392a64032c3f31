package org.ring0.core.device;

import java.io.IOException;

/** The host's end of a drive: 512-byte sectors of a disk image. */
public interface BlockBackend extends AutoCloseable {
    int SECTOR_SIZE = 512;

    /** Whole sectors of the medium. */
    long sectors();

    /** Whether {@link #write} is refused. */
    boolean readOnly();

    /** Reads {@code count} sectors from {@code sector}; the caller has checked the range. */
    void read(long sector, int count, byte[] buffer, int offset) throws IOException;

    /** Writes {@code count} sectors from {@code sector}; the caller has checked the range and {@link #readOnly()}. */
    void write(long sector, int count, byte[] buffer, int offset) throws IOException;

    /** Makes everything written so far durable. */
    void flush() throws IOException;

    @Override
    void close() throws IOException;
}
