package org.ring0.core.memory;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;

/**
 * Host memory that no longer changes, in files without names. Machines that start from it share its pages until they write to
 * them; what one memory held at several moments shares what did not change in between. It lasts until it is closed and the
 * last of those machines, too.
 */
public final class FrozenMemory implements MemoryImage, AutoCloseable {
    private final Layers layers;

    /** @param layers closed with this */
    FrozenMemory(Layers layers) {
        this.layers = layers;
    }

    @Override
    public long length() {
        return layers.length();
    }

    @Override
    public boolean read(long index, byte[] buffer) throws IOException {
        int size = size(index);
        if (!layers.hasData(index * CHUNK, size)) {
            return false;
        }
        layers.read(index * CHUNK, buffer, size);
        return !HostMemory.isZero(MemorySegment.ofArray(buffer).asSlice(0, size));
    }

    @Override
    public AutoCloseable use() {
        return layers.share();
    }

    @Override
    public BitSet changedSince(MemoryImage earlier) {
        if (!(earlier instanceof FrozenMemory frozen)) {
            return MemoryImage.super.changedSince(earlier);
        }
        BitSet changed = new BitSet();
        for (int i = 0; i < chunks(); i++) {
            if (!layers.isSame(frozen.layers, (long) i * CHUNK, size(i))) {
                changed.set(i);
            }
        }
        return changed;
    }

    Layers layers() {
        return layers;
    }

    @Override
    public void close() {
        layers.close();
    }
}
