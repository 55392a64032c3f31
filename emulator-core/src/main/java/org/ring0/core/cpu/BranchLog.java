package org.ring0.core.cpu;

import java.util.ArrayList;
import java.util.List;

/**
 * The branches that were taken last, interrupts and exceptions among them. Kept by an engine only while somebody wants it,
 * since every branch costs something then. For people: no part of the machine.
 */
public final class BranchLog {
    /** How many are kept. */
    public static final int KEPT = 32;

    /**
     * One branch; both addresses are linear.
     *
     * @param from the instruction that branched, or before which an interrupt came
     * @param to where execution went on
     * @param times how often it was taken one after the other
     */
    public record Branch(long from, long to, long times) {}

    private final long[] from = new long[KEPT];
    private final long[] to = new long[KEPT];
    private final long[] times = new long[KEPT];
    private int last = KEPT - 1;
    private long count;

    /** Notes one; the oldest is forgotten, unless it is once more the latest one. */
    public void add(long source, long target) {
        if (from[last] == source && to[last] == target && count > 0) {
            times[last]++;
            return;
        }
        last = (last + 1) % KEPT;
        count++;
        from[last] = source;
        to[last] = target;
        times[last] = 1;
    }

    /** The latest one last. */
    public List<Branch> branches() {
        List<Branch> all = new ArrayList<>();
        for (long i = Math.max(0, count - KEPT); i < count; i++) {
            int at = (int) (i % KEPT);
            all.add(new Branch(from[at], to[at], times[at]));
        }
        return all;
    }
}
