package org.ring0.core.memory;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The content of a memory, which does not change, in one or more files: which stretch of it lies in which file, at the same
 * place there. Later contents of the same memory share the files in which nothing of theirs has changed. Immutable, but for
 * {@link #close}.
 */
final class Layers implements AutoCloseable {
    /**
     * More stretches are not made: each takes a mapping in every machine, and the host has about 65,000 of them for a process.
     */
    static final int LIMIT = 256;

    /**
     * A stretch.
     *
     * @param to behind its last byte
     */
    record Stretch(long from, long to, MemoryFile file) {
        long length() {
            return to - from;
        }
    }

    private final List<Stretch> stretches;
    private boolean closed;

    /** @param stretches one after the other without gaps; their files are closed with this */
    private Layers(List<Stretch> stretches) {
        this.stretches = stretches;
    }

    /** All of a file. */
    static Layers of(MemoryFile file) {
        return new Layers(List.of(new Stretch(0, file.length(), file)));
    }

    /** The same, to be closed by itself. */
    Layers share() {
        stretches.forEach(stretch -> stretch.file().retain());
        return new Layers(stretches);
    }

    /**
     * What this becomes where {@code changed} covers it; this stays as it is.
     *
     * @param changed rising, without overlaps; at least one; all of one file, of which the answer has a use of its own
     */
    Layers with(List<Stretch> changed) {
        List<Stretch> result = covered(changed);
        result.forEach(stretch -> stretch.file().retain());
        return new Layers(result);
    }

    /** How many stretches {@link #with} would have. */
    int countWith(List<Stretch> changed) {
        return covered(changed).size();
    }

    private List<Stretch> covered(List<Stretch> changed) {
        List<Stretch> result = new ArrayList<>();
        int next = 0;
        for (Stretch old : stretches) {
            long at = old.from();
            while (next < changed.size() && changed.get(next).from() < old.to()) {
                Stretch cover = changed.get(next);
                if (cover.from() > at) {
                    result.add(new Stretch(at, cover.from(), old.file()));
                }
                if (cover.from() >= old.from()) {
                    result.add(cover);
                }
                at = cover.to();
                if (at > old.to()) {
                    break;
                }
                next++;
            }
            if (at < old.to()) {
                result.add(new Stretch(at, old.to(), old.file()));
            }
        }
        return result;
    }

    long length() {
        return stretches.getLast().to();
    }

    List<Stretch> stretches() {
        return stretches;
    }

    /** The file of the byte at an offset. */
    private int find(long at) {
        int low = 0;
        int high = stretches.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (stretches.get(middle).to() <= at) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Whether anything but zeros may be in a range. */
    boolean hasData(long offset, long length) {
        for (int i = find(offset); i < stretches.size() && stretches.get(i).from() < offset + length; i++) {
            Stretch stretch = stretches.get(i);
            long from = Math.max(offset, stretch.from());
            if (stretch.file().hasData(from, Math.min(offset + length, stretch.to()) - from)) {
                return true;
            }
        }
        return false;
    }

    void read(long offset, byte[] buffer, int length) throws IOException {
        for (int i = find(offset); i < stretches.size() && stretches.get(i).from() < offset + length; i++) {
            Stretch stretch = stretches.get(i);
            long from = Math.max(offset, stretch.from());
            int part = (int) (Math.min(offset + length, stretch.to()) - from);
            stretch.file().read(from, buffer, (int) (from - offset), part);
        }
    }

    /** Whether a range lies in the same files here and there. */
    boolean isSame(Layers other, long offset, long length) {
        int i = find(offset);
        int j = other.find(offset);
        for (long at = offset; at < offset + length; ) {
            Stretch mine = stretches.get(i);
            Stretch theirs = other.stretches.get(j);
            if (mine.file() != theirs.file()) {
                return false;
            }
            at = Math.min(mine.to(), theirs.to());
            i += mine.to() == at ? 1 : 0;
            j += theirs.to() == at ? 1 : 0;
        }
        return true;
    }

    /** All of it, copied page by page when it is written to. */
    MemorySegment mapPrivate(Arena arena) throws IOException {
        if (stretches.size() == 1) {
            return stretches.getFirst().file().mapPrivate(arena);
        }
        MemorySegment whole = NativeMemory.anonymous(length(), arena);
        mapPrivateOver(whole);
        return whole;
    }

    /** As {@link #mapPrivate}, in the place of other memory as long as this; whether that can be done. */
    boolean mapPrivateOver(MemorySegment old) throws IOException {
        if (old.byteSize() != length() || !(stretches.getFirst().file() instanceof MemoryFile.Anonymous)) {
            return false;
        }
        mapPrivateOver(old, stretches);
        return true;
    }

    /** Maps only some stretches, of files that can be mapped so. */
    static void mapPrivateOver(MemorySegment old, List<Stretch> stretches) throws IOException {
        for (Stretch stretch : stretches) {
            ((MemoryFile.Anonymous) stretch.file())
                    .mapPrivateOver(old.asSlice(stretch.from(), stretch.length()), stretch.from());
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            stretches.forEach(stretch -> stretch.file().close());
        }
    }
}
