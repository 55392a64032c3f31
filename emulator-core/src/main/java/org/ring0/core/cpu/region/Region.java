package org.ring0.core.cpu.region;

import org.ring0.core.cpu.state.CpuState;

/**
 * Translated code: the blocks around one hot entry. It runs from {@code s.rip} and leaves between two instructions with
 * everything written back; nothing that could need attention happens inside.
 */
public abstract class Region {
    /** Execution goes on at RIP, in whatever way. */
    public static final int NEXT = 0;
    /** The instruction at RIP must be interpreted before any region runs again. */
    public static final int INTERPRET = 1;
    /** As {@link #NEXT}, by an indirect transfer: the first of its sites, the others follow. */
    public static final int INDIRECT = 2;

    /**
     * Runs until the region is left.
     *
     * @param entry the offset of RIP from the start of the page that was asked for: one of its entries
     * @return {@link #NEXT}, {@link #INTERPRET} or {@link #INDIRECT} plus the number of the site
     */
    public abstract int run(CpuState s, int entry);
}
