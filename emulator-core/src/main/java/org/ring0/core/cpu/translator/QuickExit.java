package org.ring0.core.cpu.translator;

import org.ring0.core.cpu.region.Region;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.LinearAddress;

/** How quick regions are left. One number says where, so that the many ways out are little code. */
public final class QuickExit {
    static final String NAME = "org/ring0/core/cpu/translator/QuickExit";
    private static final int KIND_SHIFT = 8;
    private static final int OFFSET_SHIFT = 10;

    private QuickExit() {}

    /**
     * One number for a way out.
     *
     * @param offset where RIP is then, from the start of the page
     * @param giveBack cycles that have been taken from the slice, but not been used
     * @param kind what {@code Region.run} answers: NEXT or INTERPRET
     */
    static int pack(int offset, int giveBack, int kind) {
        return offset << OFFSET_SHIFT | kind << KIND_SHIFT | giveBack;
    }

    /** Leaves 64-bit code; {@code ripBase} is RIP at the start of the page. */
    public static int leave(CpuState s, long ripBase, int remaining, int packed) {
        s.rip = ripBase + (packed >> OFFSET_SHIFT);
        s.cycle = s.cycleLimit - (remaining + (packed & (1 << KIND_SHIFT) - 1));
        return packed >> KIND_SHIFT & (1 << OFFSET_SHIFT - KIND_SHIFT) - 1;
    }

    /**
     * Leaves 64-bit code by a jump.
     *
     * @param packed where it is, for an address that is not canonical
     * @param target where it leads, from the start of the page
     */
    public static int jump(CpuState s, long ripBase, int remaining, int packed, int target) {
        if (!LinearAddress.isCanonical(ripBase + target)) {
            return leave(s, ripBase, remaining, packed);
        }
        s.rip = ripBase + target;
        s.cycle = s.cycleLimit - remaining;
        return Region.NEXT;
    }

    /** Leaves flat 32-bit code by a jump, which cannot fail. */
    public static int jump(CpuState s, int ripBase, int remaining, int packed, int target) {
        s.rip = ripBase + target & 0xffff_ffffL;
        s.cycle = s.cycleLimit - remaining;
        return Region.NEXT;
    }

    /** Leaves 16- and 32-bit code. */
    public static int leave(CpuState s, int ripBase, int remaining, int packed) {
        int kind = leave(s, (long) ripBase, remaining, packed);
        s.rip &= 0xffff_ffffL;
        return kind;
    }
}
