package org.ring0.core.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;
import java.util.List;

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
    /** Of what the whole block is a private mapping, or null. */
    private Layers base;
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
            base = frozen.layers().share();
            segment = base.mapPrivate(arena);
        } catch (IOException e) {
            base.close();
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
     * Keeps the content as it is now; this memory goes on with pages of its own. What has not changed since the last time, or
     * since this memory was made of such a content, is not copied. Nobody may use it meanwhile.
     *
     * @return to be closed
     */
    public FrozenMemory freeze() {
        demand(0, segment.byteSize());
        try {
            if (file instanceof MemoryFile.Anonymous shared) {
                base = Layers.of(shared);
                file = null;
                base.mapPrivateOver(segment);
            } else if (WrittenPages.areKnown()) {
                keepWritten();
            } else {
                return copied();
            }
            return new FrozenMemory(base.share());
        } catch (IOException e) {
            throw noRoom(segment.byteSize(), e);
        }
    }

    /** Moves the pages that this memory has written into a file, which it is mapped to from then on. */
    private void keepWritten() throws IOException {
        BitSet written = WrittenPages.of(segment);
        if (base != null && written.isEmpty()) {
            return;
        }
        try (MemoryFile target = MemoryFile.of(segment.byteSize())) {
            List<Layers.Stretch> stretches = WrittenStretches.of(written, base, target);
            WrittenStretches.copy(segment, written, base, stretches);
            // What the host refuses to map stays a page that was written, with the same content.
            try (Layers before = base) {
                base = before == null ? Layers.of(target).share() : before.with(stretches);
                Layers.mapPrivateOver(segment, stretches);
            }
        }
    }

    /**
     * Exchanges all content for that of an image, at the same address in the process; what was written is forgotten.
     *
     * @return false if this host or the image cannot do it: nothing has changed then
     */
    public boolean become(FrozenMemory image) {
        try {
            if (!image.layers().mapPrivateOver(segment)) {
                return false;
            }
        } catch (IOException e) {
            throw noRoom(segment.byteSize(), e);
        }
        forgetContent();
        base = image.layers().share();
        return true;
    }

    private void forgetContent() {
        if (absent != null) {
            forgetImage();
        }
        if (file != null) {
            file.close();
            file = null;
        }
        if (base != null) {
            base.close();
            base = null;
        }
    }

    /** All of the content, where it is not known what has changed. */
    FrozenMemory copied() throws IOException {
        try (MemoryFile copy = MemoryFile.of(segment.byteSize())) {
            for (long at = 0; at < segment.byteSize(); at += CHUNK) {
                long size = Math.min(CHUNK, segment.byteSize() - at);
                if (!isZero(segment.asSlice(at, size))) {
                    copy.write(segment, at, size);
                }
            }
            return new FrozenMemory(Layers.of(copy).share());
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
        if (isUntouched(at, size) || isZero(segment.asSlice(at, size))) {
            return false;
        }
        MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, at, buffer, 0, size);
        return true;
    }

    /** Whether a part is known to hold zeros: to look at the hole of a file would fill it. */
    private boolean isUntouched(long at, int size) {
        try {
            return !isInFile(at, size)
                    && (file != null
                            || WrittenPages.areKnown()
                                    && WrittenPages.of(segment.asSlice(at, size))
                                            .isEmpty());
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether a file that is mapped may hold anything but zeros there. */
    private boolean isInFile(long at, long size) {
        return file != null ? file.hasData(at, size) : base != null && base.hasData(at, size);
    }

    /** Whether another memory of the same length has the same content; what neither has touched is not looked at. */
    public boolean isSame(HostMemory other) {
        BitSet chunks = touchedChunks();
        chunks.or(other.touchedChunks());
        return chunks.stream().allMatch(index -> chunk(index).mismatch(other.chunk(index)) < 0);
    }

    /** Takes the bytes of chunks. */
    @FunctionalInterface
    public interface Visitor {
        /** @param bytes is used again for the next chunk; only the first {@code size} count */
        void chunk(long index, byte[] bytes, int size);
    }

    /** Shows every chunk that holds anything but zeros, in order: a large machine that does little is looked through quickly. */
    public void visit(Visitor visitor) {
        byte[] bytes = new byte[CHUNK];
        touchedChunks().stream().filter(index -> !isZero(chunk(index))).forEach(index -> {
            MemorySegment.copy(chunk(index), ValueLayout.JAVA_BYTE, 0, bytes, 0, size(index));
            visitor.chunk(index, bytes, size(index));
        });
    }

    private MemorySegment chunk(long index) {
        return segment.asSlice(index * CHUNK, size(index));
    }

    /** The chunks that may hold anything but zeros; as {@link #isUntouched}, of all at once. */
    private BitSet touchedChunks() {
        demand(0, segment.byteSize());
        BitSet chunks = new BitSet();
        try {
            if (file == null) {
                written().stream().forEach(page -> chunks.set((int) ((long) page * WrittenPages.PAGE / CHUNK)));
            }
        } catch (IOException e) {
            chunks.set(0, Math.toIntExact(chunks()));
        }
        for (int i = chunks.nextClearBit(0); i < chunks(); i = chunks.nextClearBit(i + 1)) {
            if (isInFile((long) i * CHUNK, size(i))) {
                chunks.set(i);
            }
        }
        return chunks;
    }

    /** The pages that are no file's and may hold anything but zeros: all, where the host does not tell. */
    private BitSet written() throws IOException {
        if (WrittenPages.areKnown()) {
            return WrittenPages.of(segment);
        }
        BitSet all = new BitSet();
        all.set(0, Math.toIntExact(segment.byteSize() / WrittenPages.PAGE));
        return all;
    }

    /** Whether a part of at most a chunk holds nothing but zeros. */
    static boolean isZero(MemorySegment part) {
        return MemorySegment.mismatch(part, 0, part.byteSize(), MemorySegment.ofArray(ZEROS), 0, part.byteSize()) < 0;
    }

    @Override
    public void close() {
        arena.close();
        forgetContent();
    }

    private static UncheckedIOException noRoom(long length, IOException e) {
        return new UncheckedIOException("no room on the host for " + length + " bytes of guest memory", e);
    }
}
