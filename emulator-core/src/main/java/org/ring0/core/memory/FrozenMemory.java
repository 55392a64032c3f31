package org.ring0.core.memory;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Host memory that no longer changes, in a file without a name. Machines that start from it share its pages until they
 * write to them. It lasts until it is closed and the last of those machines, too.
 */
public final class FrozenMemory implements MemoryImage, AutoCloseable {
    private final MemoryFile file;

    /** @param file closed with this */
    FrozenMemory(MemoryFile file) {
        this.file = file;
    }

    @Override
    public long length() {
        return file.length();
    }

    @Override
    public boolean read(long index, byte[] buffer) throws IOException {
        int size = size(index);
        if (!file.hasData(index * CHUNK, size)) {
            return false;
        }
        file.read(index * CHUNK, buffer, size);
        return !HostMemory.isZero(MemorySegment.ofArray(buffer).asSlice(0, size));
    }

    /** All of it, copied page by page when it is written to. */
    MemorySegment mapPrivate(Arena arena) throws IOException {
        return file.mapPrivate(arena);
    }

    /** As {@link #mapPrivate}, in the place of other host memory as long as this; whether that can be done. */
    boolean mapPrivateOver(MemorySegment old) throws IOException {
        if (file instanceof MemoryFile.Anonymous anonymous && old.byteSize() == length()) {
            anonymous.mapPrivateOver(old);
            return true;
        }
        return false;
    }

    @Override
    public void close() {
        file.close();
    }
}
