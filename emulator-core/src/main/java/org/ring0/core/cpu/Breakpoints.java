package org.ring0.core.cpu;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongConsumer;

/**
 * The host's own breakpoints: linear addresses before whose instruction a run ends. The guest sees nothing of them; they have
 * nothing to do with its debug registers. Pages without one are executed as ever; a page with one is executed instruction by
 * instruction. To be changed between runs, or by observers on the machine's own thread.
 */
public final class Breakpoints {
    private static final long PAGE = -4096;

    private final TreeSet<Long> addresses = new TreeSet<>();
    /** How many breakpoints each page has. */
    private final Map<Long, Integer> pages = new HashMap<>();

    private final Runnable onChange;
    private LongConsumer onHit = linear -> {};
    /** Where the run was ended last, and at which cycle: nothing has been executed since if it is still that. */
    private long hitAt;

    private long hitCycle = -1;

    /** @param onChange has the engine look again at what it executes */
    Breakpoints(Runnable onChange) {
        this.onChange = onChange;
    }

    /** What ends a run, with the linear address. */
    public void onHit(LongConsumer action) {
        onHit = action;
    }

    /** Sets one; returns whether there was none. In 64-bit mode addresses have all 64 bits, elsewhere 32. */
    public boolean add(long linear) {
        boolean added = addresses.add(linear);
        if (added) {
            pages.merge(linear & PAGE, 1, Integer::sum);
            onChange.run();
        }
        return added;
    }

    /** Takes one away; returns whether there was one. */
    public boolean remove(long linear) {
        boolean removed = addresses.remove(linear);
        if (removed) {
            pages.computeIfPresent(linear & PAGE, (page, count) -> count == 1 ? null : count - 1);
        }
        return removed;
    }

    /** Takes all away. */
    void clear() {
        addresses.clear();
        pages.clear();
        hitCycle = -1;
    }

    /** All of them, in order. */
    public SortedSet<Long> all() {
        return Collections.unmodifiableSortedSet(addresses);
    }

    /** Whether there is none at all. */
    public boolean isEmpty() {
        return pages.isEmpty();
    }

    /** Whether the page of a linear address has one, so that code there must be stepped. */
    public boolean isOnPage(long linear) {
        return !pages.isEmpty() && pages.containsKey(linear & PAGE);
    }

    /**
     * Before an instruction of a page with a breakpoint: ends the run if there is one on it, unless it has just ended it.
     *
     * @return whether the instruction must not be executed now
     */
    public boolean stopsBefore(long linear, long cycle) {
        if (!addresses.contains(linear) || linear == hitAt && cycle == hitCycle) {
            return false;
        }
        hitAt = linear;
        hitCycle = cycle;
        onHit.accept(linear);
        return true;
    }
}
