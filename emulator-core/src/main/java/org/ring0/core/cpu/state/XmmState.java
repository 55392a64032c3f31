package org.ring0.core.cpu.state;

import java.util.Arrays;
import org.ring0.core.cpu.fpu.Mxcsr;
import org.ring0.core.cpu.fpu.SimdUnit;

/** The registers of SSE (SDM Vol. 1, 10.2): XMM0 to XMM15 in two halves each, and MXCSR. */
public final class XmmState {
    public static final int REGISTERS = 16;

    /** Bits 0 to 63. */
    public final long[] low = new long[REGISTERS];
    /** Bits 64 to 127. */
    public final long[] high = new long[REGISTERS];

    public int mxcsr = Mxcsr.RESET;

    /** Where instructions compute. */
    public final SimdUnit unit = new SimdUnit();

    /** The state after RESET; INIT leaves it alone. */
    public void reset() {
        Arrays.fill(low, 0);
        Arrays.fill(high, 0);
        mxcsr = Mxcsr.RESET;
    }

    public void set(int register, long newLow, long newHigh) {
        low[register] = newLow;
        high[register] = newHigh;
    }

    /** Everything that a snapshot keeps. */
    public SavedXmm save() {
        return new SavedXmm(low.clone(), high.clone(), mxcsr);
    }

    public void restore(SavedXmm saved) {
        System.arraycopy(saved.low(), 0, low, 0, REGISTERS);
        System.arraycopy(saved.high(), 0, high, 0, REGISTERS);
        mxcsr = saved.mxcsr();
    }

    /** The snapshot schema. */
    public record SavedXmm(long[] low, long[] high, int mxcsr) {
        /** Also what a snapshot without it means. */
        public static final SavedXmm POWER_ON = new XmmState().save();

        boolean isWellFormed() {
            return low.length == REGISTERS && high.length == REGISTERS;
        }
    }
}
