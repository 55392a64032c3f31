package org.ring0.core.memory;

import java.io.IOException;
import java.util.BitSet;

/** What a machine's host memory holds: of a machine that is not running, of one that was, or of a file. */
public interface MemoryImage {
    /** Bytes that are read at a time, and of which a whole number makes up an image but for its last part. */
    int CHUNK = 1 << 16;

    /** Bytes, a multiple of 4 KiB. */
    long length();

    /**
     * Reads one chunk.
     *
     * @param index the chunk from byte {@code index * CHUNK} on
     * @param buffer at least {@link #size} bytes; untouched if the answer is no
     * @return whether anything but zeros is there
     */
    boolean read(long index, byte[] buffer) throws IOException;

    /** Keeps what the image is read from open, whoever closes it, until the answer is closed. */
    default AutoCloseable use() {
        return () -> {};
    }

    /** The chunks that may be others than in {@code earlier}, which is as long. */
    default BitSet changedSince(MemoryImage earlier) {
        BitSet all = new BitSet();
        all.set(0, Math.toIntExact(chunks()));
        return all;
    }

    /** How many chunks there are. */
    default long chunks() {
        return (length() + CHUNK - 1) / CHUNK;
    }

    /** Bytes of a chunk: the last one may be shorter. */
    default int size(long index) {
        return (int) Math.min(CHUNK, length() - index * CHUNK);
    }
}
