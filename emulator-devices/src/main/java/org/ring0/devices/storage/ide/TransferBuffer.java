package org.ring0.devices.storage.ide;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A drive's sector buffer: filled from one end, emptied from the other. It is handed over in blocks: DRQ covers the bytes
 * up to {@link #blockEnd()}.
 */
final class TransferBuffer {
    /** Bytes it holds at most. */
    static final int CAPACITY = 0x1_0000;

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    /** One word longer: an odd last byte travels in a word. */
    private final byte[] bytes = new byte[CAPACITY + 2];

    private int position;
    private int blockEnd;
    private int length;

    /** The bytes; a caller may fill them from 0 on before {@link #begin}. */
    byte[] bytes() {
        return bytes;
    }

    /** Starts a transfer of {@code length} bytes, in one block. */
    void begin(int length) {
        this.length = length;
        position = 0;
        blockEnd = length;
    }

    /** Lets the next block be of {@code size} bytes or of what is left; returns its size. */
    int beginBlock(int size) {
        blockEnd = Math.min(length, position + size);
        return blockEnd - position;
    }

    /** Forgets everything. */
    void clear() {
        begin(0);
    }

    int position() {
        return position;
    }

    int blockEnd() {
        return blockEnd;
    }

    /** Bytes of the whole transfer. */
    int length() {
        return length;
    }

    /** Bytes of this transfer that have not been moved. */
    int remaining() {
        return length - position;
    }

    /** Counts {@code count} bytes that a bus master moved. */
    void advance(int count) {
        position += count;
    }

    /** Whether the host has moved the present block. */
    boolean blockDone() {
        return position >= blockEnd;
    }

    /** Takes a word out; only while the block is not done. */
    int takeWord() {
        int word = (short) WORD.get(bytes, position) & 0xffff;
        position += 2;
        return position > length ? word & 0xff : word;
    }

    /** Puts a word in; only while the block is not done. */
    void putWord(int word) {
        WORD.set(bytes, position, (short) word);
        position += 2;
    }

    /** The content as far as it counts. */
    byte[] save() {
        return Arrays.copyOf(bytes, length);
    }

    void restore(byte[] saved, int savedPosition, int savedBlockEnd) {
        System.arraycopy(saved, 0, bytes, 0, saved.length);
        length = saved.length;
        position = savedPosition;
        blockEnd = savedBlockEnd;
    }
}
