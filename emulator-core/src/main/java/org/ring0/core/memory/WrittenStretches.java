package org.ring0.core.memory;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Pages that were written, gathered to stretches that are kept in a file of their own. */
final class WrittenStretches {
    private static final int PAGE = WrittenPages.PAGE;
    private static final int CHUNK_PAGES = MemoryImage.CHUNK / PAGE;
    private static final int FIRST_GAP = 4;

    private WrittenStretches() {}

    /**
     * Few enough stretches of a file that cover all written pages: where there would be too many, wider gaps between written
     * pages belong to a stretch.
     *
     * @param written at least one page
     * @param base what the others lie in, or null if they are zero: all of the file is one stretch then
     */
    static List<Layers.Stretch> of(BitSet written, Layers base, MemoryFile file) {
        if (base == null) {
            return List.of(new Layers.Stretch(0, file.length(), file));
        }
        List<Layers.Stretch> stretches;
        long gap = FIRST_GAP;
        do {
            stretches = of(written, gap, file);
            gap *= 2;
        } while (base.countWith(stretches) > Layers.LIMIT);
        return stretches;
    }

    private static List<Layers.Stretch> of(BitSet written, long gap, MemoryFile file) {
        // As long as the memory: nothing is left of what was.
        if (gap > file.length() / PAGE) {
            return List.of(new Layers.Stretch(0, file.length(), file));
        }
        List<Layers.Stretch> stretches = new ArrayList<>();
        for (int from = written.nextSetBit(0); from >= 0; ) {
            int to = written.nextClearBit(from);
            int next = written.nextSetBit(to);
            while (next >= 0 && next - to <= gap) {
                to = written.nextClearBit(next);
                next = written.nextSetBit(to);
            }
            stretches.add(new Layers.Stretch((long) from * PAGE, (long) to * PAGE, file));
            from = next;
        }
        return stretches;
    }

    /** Copies all that is in the stretches to their file; what is zero for want of a writer stays a hole there. */
    static void copy(MemorySegment memory, BitSet written, Layers base, List<Layers.Stretch> stretches)
            throws IOException {
        for (Layers.Stretch stretch : stretches) {
            int end = (int) (stretch.to() / PAGE);
            int part;
            for (int page = (int) (stretch.from() / PAGE); page < end; page += part) {
                boolean own = written.get(page);
                int change = own ? written.nextClearBit(page) : written.nextSetBit(page);
                part = (change < 0 ? end : Math.min(change, end)) - page;
                part = own ? part : Math.min(part, CHUNK_PAGES);
                long at = (long) page * PAGE;
                if (own || base != null && base.hasData(at, (long) part * PAGE)) {
                    stretch.file().write(memory, at, (long) part * PAGE);
                }
            }
        }
    }
}
