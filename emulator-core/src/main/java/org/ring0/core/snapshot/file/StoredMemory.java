package org.ring0.core.snapshot.file;

import java.io.IOException;
import java.util.Arrays;
import org.ring0.core.memory.MemoryImage;

/** Host memory in a snapshot's file. */
final class StoredMemory implements MemoryImage {
    private static final int PAGE = 0x1000;

    private final long length;
    private final long[] chunks;
    private final PartStore parts;

    StoredMemory(long length, long[] chunks, PartStore parts) throws DamagedException {
        this.length = length;
        this.chunks = chunks;
        this.parts = parts;
        if (length <= 0 || length % PAGE != 0 || chunks.length != parts.count() || !isRising(chunks, chunks())) {
            throw new DamagedException();
        }
    }

    /** Whether numbers from 0 to below {@code end} come in rising order. */
    static boolean isRising(long[] numbers, long end) {
        long least = 0;
        for (long number : numbers) {
            if (number < least || number >= end) {
                return false;
            }
            least = number + 1;
        }
        return true;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public AutoCloseable use() {
        return parts.use();
    }

    @Override
    public boolean read(long index, byte[] buffer) throws IOException {
        int found = Arrays.binarySearch(chunks, index);
        if (found < 0) {
            return false;
        }
        parts.read(found, buffer, size(index));
        return true;
    }
}
