package org.ring0.core.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The one off-heap block behind a machine's RAM, ROMs and video memory. The host commits a page when it is first touched,
 * so that a large guest costs what it uses. Addresses within the block are called <em>backing</em> offsets.
 *
 * <p>Memory can be {@linkplain #freeze() frozen}: its content at that moment stays, and this memory and others go on from
 * it, each with its own changes.
 */
public final class HostMemory implements MemoryImage, AutoCloseable {
    private static final byte[] ZEROS = new byte[CHUNK];

    private final Arena arena = Arena.ofShared();
    private final MemorySegment segment;
    /** The file that is mapped, if all that is written goes there, else null. */
    private MemoryFile file;
    /** What part of the content is still in a file, or null. */
    private AbsentChunks absent;

    /** @param length bytes, a multiple of 4 KiB; all of them read as zero at first */
    public HostMemory(long length) {
        try {
            if (NativeMemory.isAvailable()) {
                segment = NativeMemory.anonymous(length, arena);
            } else {
                file = MemoryFile.of(length);
                segment = file.mapShared(arena);
            }
        } catch (IOException e) {
            throw noRoom(length, e);
        }
    }

    private HostMemory(MemoryFile shared) {
        try {
            file = shared;
            segment = shared.mapShared(arena);
        } catch (IOException e) {
            shared.close();
            throw noRoom(shared.length(), e);
        }
    }

    private HostMemory(FrozenMemory frozen) {
        try {
            segment = frozen.mapPrivate(arena);
        } catch (IOException e) {
            throw noRoom(frozen.length(), e);
        }
    }

    /** Memory whose first freezing costs no copy. */
    public static HostMemory shareable(long length) {
        try {
            return new HostMemory(MemoryFile.of(length));
        } catch (IOException e) {
            throw noRoom(length, e);
        }
    }

    /**
     * Memory with the content of an image. What is frozen is shared until it is written to; what is in a file is read
     * when it is needed.
     *
     * @param image may be closed
     */
    public static HostMemory of(MemoryImage image) {
        if (image instanceof FrozenMemory frozen) {
            return new HostMemory(frozen);
        }
        HostMemory memory = new HostMemory(image.length());
        memory.absent = new AbsentChunks(image, memory.segment);
        return memory;
    }

    /** The whole block; every access through it is bounds-checked by the JVM. */
    public MemorySegment segment() {
        demand(0, segment.byteSize());
        return segment;
    }

    /** As {@link #segment}, of which only what {@link #demand} was called for has its content. */
    MemorySegment demandedSegment() {
        return segment;
    }

    /** Sees to it that the content of these bytes is there. */
    void demand(long backing, long length) {
        if (absent != null && absent.load(backing, length)) {
            forgetImage();
        }
    }

    private void forgetImage() {
        absent.close();
        absent = null;
    }

    /** Whether all content is there, for good. */
    boolean isComplete() {
        return absent == null;
    }

    /**
     * Keeps the content as it is now; this memory goes on with pages of its own. Nobody may use it meanwhile.
     *
     * @return to be closed
     */
    public FrozenMemory freeze() {
        demand(0, segment.byteSize());
        try {
            if (file instanceof MemoryFile.Anonymous shared) {
                shared.mapPrivateOver(segment);
                file = null;
                return new FrozenMemory(shared);
            }
            return new FrozenMemory(copy());
        } catch (IOException e) {
            throw noRoom(segment.byteSize(), e);
        }
    }

    /**
     * Exchanges all content for that of an image, at the same address in the process; what was written is forgotten.
     *
     * @return false if this host or the image cannot do it: nothing has changed then
     */
    public boolean become(FrozenMemory image) {
        try {
            if (!image.mapPrivateOver(segment)) {
                return false;
            }
        } catch (IOException e) {
            throw noRoom(segment.byteSize(), e);
        }
        if (absent != null) {
            forgetImage();
        }
        if (file != null) {
            file.close();
            file = null;
        }
        return true;
    }

    private MemoryFile copy() throws IOException {
        MemoryFile copy = MemoryFile.of(segment.byteSize());
        try (Arena mapping = Arena.ofConfined()) {
            MemorySegment target = copy.mapShared(mapping);
            for (long at = 0; at < segment.byteSize(); at += CHUNK) {
                long size = Math.min(CHUNK, segment.byteSize() - at);
                if (!isZero(segment.asSlice(at, size))) {
                    MemorySegment.copy(segment, at, target, at, size);
                }
            }
            return copy;
        } catch (IOException | RuntimeException e) {
            copy.close();
            throw e;
        }
    }

    @Override
    public long length() {
        return segment.byteSize();
    }

    /** Reads what is there now. */
    @Override
    public boolean read(long index, byte[] buffer) {
        int size = size(index);
        long at = index * CHUNK;
        demand(at, size);
        if (file != null && !file.hasData(at, size) || isZero(segment.asSlice(at, size))) {
            return false;
        }
        MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, at, buffer, 0, size);
        return true;
    }

    /** Whether a part of at most a chunk holds nothing but zeros. */
    static boolean isZero(MemorySegment part) {
        return MemorySegment.mismatch(part, 0, part.byteSize(), MemorySegment.ofArray(ZEROS), 0, part.byteSize()) < 0;
    }

    @Override
    public void close() {
        arena.close();
        if (absent != null) {
            forgetImage();
        }
        if (file != null) {
            file.close();
        }
    }

    private static UncheckedIOException noRoom(long length, IOException e) {
        return new UncheckedIOException("no room on the host for " + length + " bytes of guest memory", e);
    }
}
