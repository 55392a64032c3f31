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

    /** A half of a 128-bit number after a shift by 0 or more that drops the lost bits; {@code above} is the half above. */
    static long rightHigh(long half, int shift, long above) {
        if (shift == 0) {
            return half;
        }
        if (shift < 64) {
            return half >>> shift | above << 64 - shift;
        }
        return shift < 128 ? above >>> shift - 64 : 0;
    }

    static long sticky(long lost) {
        return lost == 0 ? 0 : 1;
    }
}
