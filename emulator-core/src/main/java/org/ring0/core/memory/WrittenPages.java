package org.ring0.core.memory;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;

/**
 * Which pages of a private mapping this process has written to since it was mapped. Linux knows that without anybody's
 * counting: the first write to a page gives the process a copy of its own, and {@code /proc/self/pagemap} (Linux,
 * Documentation/admin-guide/mm/pagemap.rst) tells such pages from those of the mapped file. Writing costs nothing for it.
 */
final class WrittenPages {
    static final int PAGE = 0x1000;

    private static final String PAGE_MAP = "/proc/self/pagemap";
    private static final int ENTRY = Long.BYTES;
    private static final long PRESENT = 1L << 63;
    private static final long SWAPPED = 1L << 62;
    /** The page is a file's, or memory that is shared. */
    private static final long OF_FILE = 1L << 61;

    private static final int PART = 1 << 16;

    private WrittenPages() {}

    /** Whether this host tells. */
    static boolean areKnown() {
        return Probe.TELLS;
    }

    /**
     * The pages of a part of a mapping that are not the mapped file's, counted from the part's beginning; in a mapping without
     * a file, all that can hold anything but zeros.
     */
    static BitSet of(MemorySegment part) throws IOException {
        BitSet written = new BitSet();
        int pages = Math.toIntExact(part.byteSize() / PAGE);
        try (RandomAccessFile map = new RandomAccessFile(PAGE_MAP, "r")) {
            map.seek(part.address() / PAGE * ENTRY);
            byte[] bytes = new byte[Math.min(PART, pages * ENTRY)];
            for (int done = 0; done < pages; ) {
                int count = Math.min(bytes.length / ENTRY, pages - done);
                map.readFully(bytes, 0, count * ENTRY);
                ByteBuffer entries = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
                for (int i = 0; i < count; i++) {
                    long entry = entries.getLong();
                    if ((entry & (PRESENT | SWAPPED)) != 0 && (entry & OF_FILE) == 0) {
                        written.set(done + i);
                    }
                }
                done += count;
            }
        }
        return written;
    }

    /** Asks for what is known: a sandbox may have such a file that means nothing. */
    private static final class Probe {
        static final boolean TELLS = NativeMemory.isAvailable() && NativeMemory.pageSize() == PAGE && tells();

        private static boolean tells() {
            try (MemoryFile file = MemoryFile.of(4 * PAGE);
                    Arena arena = Arena.ofConfined()) {
                file.mapShared(arena).set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
                MemorySegment mapping = file.mapPrivate(arena);
                byte first = mapping.get(ValueLayout.JAVA_BYTE, 0);
                mapping.set(ValueLayout.JAVA_BYTE, PAGE, first);
                byte third = mapping.get(ValueLayout.JAVA_BYTE, 2 * PAGE);
                mapping.set(ValueLayout.JAVA_BYTE, 3 * PAGE, third);
                return of(mapping).equals(BitSet.valueOf(new long[] {0b1010}));
            } catch (IOException e) {
                return false;
            }
        }
    }
}
