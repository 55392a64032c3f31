package org.ring0.core.cpu.isa.system;

import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;

/** The code and stack segments of fast system calls: flat, and made from selectors alone, no table is read. */
final class FlatSegments {
    private static final int STACK =
            Segment.G | Segment.DB | Segment.P | Segment.S | Segment.TYPE_WRITABLE_OR_READABLE | Segment.TYPE_ACCESSED;
    private static final int CODE_32 = STACK | Segment.TYPE_CODE;
    private static final int CODE_64 = CODE_32 & ~Segment.DB | Segment.L;

    private FlatSegments() {}

    /** Loads CS and SS for privilege {@code cpl}, which the selectors take on, and goes there. */
    static void load(CpuState s, int cs, int ss, int cpl, boolean is64) {
        int dpl = cpl << Segment.DPL_SHIFT;
        Segment code = s.segment[Segment.CS];
        if (is64) {
            code.load(cs & 0xffff | cpl, 0, Segment.UNLIMITED, CODE_64 | dpl);
        } else {
            code.load(cs & 0xffff | cpl, 0, Segment.NO_LIMIT, CODE_32 | dpl);
            s.clearUpperHalves();
        }
        s.segment[Segment.SS].load(ss & 0xffff | cpl, 0, Segment.NO_LIMIT, STACK | dpl);
        s.cpl = cpl;
        s.attention |= CpuState.ATTENTION_RECHECK;
    }
}
