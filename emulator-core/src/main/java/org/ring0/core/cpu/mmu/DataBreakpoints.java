package org.ring0.core.cpu.mmu;

import org.ring0.core.cpu.state.CpuState;

/** The data breakpoints of DR0 to DR3 and DR7 (SDM Vol. 3B, 17.2): traps, reported once the instruction is done. */
final class DataBreakpoints {
    private static final int ENABLES = 0xff;
    private static final int WRITES = 1;
    private static final int READS_OR_WRITES = 3;
    private static final int[] LENGTH = {1, 2, 8, 4};

    private DataBreakpoints() {}

    /** Whether any breakpoint is enabled at all. */
    static boolean armed(CpuState state) {
        return (state.dr[7] & ENABLES) != 0;
    }

    /** Whether accesses to this page must be watched. */
    static boolean onPage(CpuState state, long linear) {
        if (armed(state)) {
            for (int n = 0; n < 4; n++) {
                if (watchesData(state, n) && first(state, n) >>> Tlb.PAGE_SHIFT == linear >>> Tlb.PAGE_SHIFT) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Notes the breakpoints that this access has hit. */
    static void report(CpuState state, long linear, int size, boolean write) {
        for (int n = 0; n < 4; n++) {
            if (watchesData(state, n) && (write || kind(state, n) == READS_OR_WRITES)) {
                long first = first(state, n);
                if (first <= linear + size - 1 && linear <= first + length(state, n) - 1) {
                    state.pendingDebug |= 1 << n;
                    state.attention |= CpuState.ATTENTION_DEBUG;
                }
            }
        }
    }

    private static boolean watchesData(CpuState state, int n) {
        boolean enabled = (state.dr[7] >>> 2 * n & 3) != 0;
        int kind = kind(state, n);
        return enabled && (kind == WRITES || kind == READS_OR_WRITES);
    }

    private static int kind(CpuState state, int n) {
        return (int) (state.dr[7] >>> 16 + 4 * n) & 3;
    }

    private static int length(CpuState state, int n) {
        return LENGTH[(int) (state.dr[7] >>> 18 + 4 * n) & 3];
    }

    /** The address, whose low bits the length masks off. */
    private static long first(CpuState state, int n) {
        return state.dr[n] & -length(state, n);
    }
}
