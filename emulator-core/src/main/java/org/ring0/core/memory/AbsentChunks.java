package org.ring0.core.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;

/**
 * The part of a memory whose content is still in an image. The machine's thread brings a chunk in before anything else
 * looks at it: the MMU before an entry for one of its pages is made, bus masters and the CPU's own accesses each time.
 */
final class AbsentChunks implements AutoCloseable {
    private final MemoryImage image;
    private final AutoCloseable use;
    private final MemorySegment memory;
    private final BitSet absent;
    private final byte[] buffer = new byte[MemoryImage.CHUNK];

    AbsentChunks(MemoryImage image, MemorySegment memory) {
        this.image = image;
        this.use = image.use();
        this.memory = memory;
        absent = new BitSet(Math.toIntExact(image.chunks()));
        absent.set(0, (int) image.chunks());
    }

    /** Brings in what is absent in a range; answers whether nothing is absent any more anywhere. */
    boolean load(long backing, long length) {
        int last = (int) ((backing + length - 1) / MemoryImage.CHUNK);
        for (int i = absent.nextSetBit((int) (backing / MemoryImage.CHUNK)); i >= 0 && i <= last; ) {
            load(i);
            i = absent.nextSetBit(i + 1);
        }
        return absent.isEmpty();
    }

    @Override
    public void close() {
        try {
            use.close();
        } catch (Exception e) {
            throw new IllegalStateException("a snapshot could not be closed", e);
        }
    }

    private void load(int index) {
        try {
            if (image.read(index, buffer)) {
                long at = (long) index * MemoryImage.CHUNK;
                MemorySegment.copy(buffer, 0, memory, ValueLayout.JAVA_BYTE, at, image.size(index));
            }
            absent.clear(index);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
