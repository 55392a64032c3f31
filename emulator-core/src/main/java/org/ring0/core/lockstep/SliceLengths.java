package org.ring0.core.lockstep;

import java.util.HashMap;
import java.util.Map;

/**
 * How many instructions pass between two comparisons: some ten thousand on average, so that the comparisons cost little and
 * most code is entered where it would be otherwise, but now and then few, so that slices end everywhere in loops. The same for
 * every run.
 */
final class SliceLengths {
    private static final int[] SHIFTS = {6, 8, 10, 11, 12, 13, 14, 16};
    private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;

    private final Map<Long, Long> cut = new HashMap<>();

    /** The instructions of a slice. */
    long at(long slice) {
        Long shortened = cut.get(slice);
        if (shortened != null) {
            return shortened;
        }
        long mixed = (slice + 1) * GOLDEN;
        mixed = (mixed ^ mixed >>> 29) * GOLDEN;
        int shift = SHIFTS[(int) (mixed >>> 61)];
        return (1L << shift) + (mixed >>> 20 & (1L << shift) - 1);
    }

    /** Notes that a slice has ended early. */
    void cut(long slice, long instructions) {
        cut.put(slice, instructions);
    }
}
