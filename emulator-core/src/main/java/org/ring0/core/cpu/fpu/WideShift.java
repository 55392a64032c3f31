package org.ring0.core.cpu.fpu;

/** Right shifts of a 128-bit number whose lost bits stay visible as a one in the last place. */
final class WideShift {
    private WideShift() {}

    /** The high half after a shift by 0 or more. */
    static long rightHigh(long high, int shift) {
        return shift < 64 ? high >>> shift : 0;
    }

    /** The low half after a shift by 0 or more, with the lost bits. */
    static long rightLow(long high, long low, int shift) {
        if (shift == 0) {
            return low;
        }
        if (shift < 64) {
            return high << 64 - shift | low >>> shift | sticky(low << 64 - shift);
        }
        if (shift == 64) {
            return high | sticky(low);
        }
        if (shift < 128) {
            return high >>> shift - 64 | sticky(high << 128 - shift | low);
        }
        return sticky(high | low);
    }

    static long sticky(long lost) {
        return lost == 0 ? 0 : 1;
    }
}
