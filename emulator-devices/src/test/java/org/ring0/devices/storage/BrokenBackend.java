package org.ring0.devices.storage;

import java.io.IOException;
import org.ring0.core.device.BlockBackend;

/**
 * A medium whose host fails at every sector.
 *
 * @param sectors how many there should be
 */
public record BrokenBackend(long sectors) implements BlockBackend {
    @Override
    public boolean readOnly() {
        return false;
    }

    @Override
    public void read(long sector, int count, byte[] buffer, int offset) throws IOException {
        throw new IOException("input/output error");
    }

    @Override
    public void write(long sector, int count, byte[] buffer, int offset) throws IOException {
        throw new IOException("no space left");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
