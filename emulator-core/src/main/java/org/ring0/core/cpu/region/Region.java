package org.ring0.core.cpu.region;

import org.ring0.core.cpu.state.CpuState;

/**
 * Translated code: the blocks around one hot entry, all in one page. It runs from {@code s.rip} and leaves between two
 * instructions with everything written back; nothing that could need attention happens inside.
 */
public abstract class Region {
    /** Execution goes on at RIP, in whatever way. */
    public static final int NEXT = 0;
    /** The instruction at RIP must be interpreted before any region runs again. */
    public static final int INTERPRET = 1;

    /**
     * Runs until the region is left.
     *
     * @return {@link #NEXT} or {@link #INTERPRET}
     */
    public abstract int run(CpuState s);
}
