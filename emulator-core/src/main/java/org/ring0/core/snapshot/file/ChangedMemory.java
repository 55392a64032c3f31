package org.ring0.core.snapshot.file;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ring0.core.memory.MemoryImage;

/** Host memory of which a snapshot's file holds the pages that are others than in the snapshot on which it is based. */
final class ChangedMemory implements MemoryImage {
    static final int PAGE = 0x1000;
    static final int CHUNK_PAGES = CHUNK / PAGE;

    private static final byte[] ZEROS = new byte[CHUNK];
    /** Pages that are needed together are often in a few parts, and in several orders. */
    private static final int CACHED_PARTS = 32;

    private final MemoryImage base;
    private final long[] pages;
    private final PartStore parts;
    private final Map<Integer, byte[]> cache = new LinkedHashMap<>(CACHED_PARTS, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, byte[]> eldest) {
            return size() > CACHED_PARTS;
        }
    };

    /** @param pages numbers of pages, rising, {@link #CHUNK_PAGES} in each part but the last */
    ChangedMemory(MemoryImage base, long[] pages, PartStore parts) throws DamagedException {
        this.base = base;
        this.pages = pages;
        this.parts = parts;
        if (parts.count() != Math.ceilDiv(pages.length, CHUNK_PAGES)
                || !StoredMemory.isRising(pages, base.length() / PAGE)) {
            throw new DamagedException();
        }
    }

    @Override
    public long length() {
        return base.length();
    }

    @Override
    public AutoCloseable use() {
        AutoCloseable below = base.use();
        AutoCloseable own = parts.use();
        return () -> {
            try (below) {
                own.close();
            }
        };
    }

    @Override
    public boolean read(long index, byte[] buffer) throws IOException {
        int size = size(index);
        long first = index * CHUNK_PAGES;
        int from = firstFrom(first);
        int to = firstFrom(first + size / PAGE);
        if (from == to) {
            return base.read(index, buffer);
        }
        if (to - from < size / PAGE && !base.read(index, buffer)) {
            Arrays.fill(buffer, 0, size, (byte) 0);
        }
        for (int i = from; i < to; i++) {
            byte[] part = part(i / CHUNK_PAGES);
            System.arraycopy(part, i % CHUNK_PAGES * PAGE, buffer, (int) (pages[i] - first) * PAGE, PAGE);
        }
        return !Arrays.equals(buffer, 0, size, ZEROS, 0, size);
    }

    private int firstFrom(long page) {
        int found = Arrays.binarySearch(pages, page);
        return found >= 0 ? found : -found - 1;
    }

    private synchronized byte[] part(int index) throws IOException {
        byte[] part = cache.get(index);
        if (part == null) {
            part = new byte[Math.min(CHUNK_PAGES, pages.length - index * CHUNK_PAGES) * PAGE];
            parts.read(index, part, part.length);
            cache.put(index, part);
        }
        return part;
    }
}
