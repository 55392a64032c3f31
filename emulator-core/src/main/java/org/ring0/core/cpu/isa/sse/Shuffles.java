package org.ring0.core.cpu.isa.sse;

import org.ring0.core.cpu.isa.mmx.PackedSsse3;

/** The shuffles and byte shifts of XMM registers: pure functions that give one half of the result. */
public final class Shuffles {
    private static final long LOW_32 = 0xffff_ffffL;

    private Shuffles() {}

    /** The dword of 0 to 3 that two bits of an order choose. */
    static long dword(long low, long high, int order) {
        long half = (order & 2) == 0 ? low : high;
        return (order & 1) == 0 ? half & LOW_32 : half >>> 32;
    }

    /** Two dwords of 16 bytes, chosen by four bits: PSHUFD, and a half of SHUFPS. */
    public static long dwords(long low, long high, int order) {
        return dword(low, high, order & 3) | dword(low, high, order >> 2 & 3) << 32;
    }

    public static long leftLow(long low, int bytes) {
        return bytes < 8 ? low << 8 * bytes : 0;
    }

    public static long leftHigh(long low, long high, int bytes) {
        if (bytes == 0) {
            return high;
        } else if (bytes < 8) {
            return high << 8 * bytes | low >>> 64 - 8 * bytes;
        }
        return bytes < 16 ? low << 8 * bytes - 64 : 0;
    }

    public static long rightLow(long low, long high, int bytes) {
        if (bytes == 0) {
            return low;
        } else if (bytes < 8) {
            return low >>> 8 * bytes | high << 64 - 8 * bytes;
        }
        return bytes < 16 ? high >>> 8 * bytes - 64 : 0;
    }

    public static long rightHigh(long high, int bytes) {
        return bytes < 8 ? high >>> 8 * bytes : 0;
    }

    /** PALIGNR: the lower 16 bytes of dest:source, moved down by {@code from} bytes: their lower half. */
    public static long alignedLow(long destLow, long destHigh, long sourceLow, long sourceHigh, int from) {
        return from < 8
                ? PackedSsse3.align(sourceLow, sourceHigh, from)
                : from < 16
                        ? PackedSsse3.align(sourceHigh, destLow, from - 8)
                        : PackedSsse3.align(destLow, destHigh, from - 16);
    }

    public static long alignedHigh(long destLow, long destHigh, long sourceLow, long sourceHigh, int from) {
        return from < 8
                ? PackedSsse3.align(sourceHigh, destLow, from)
                : from < 16
                        ? PackedSsse3.align(destLow, destHigh, from - 8)
                        : PackedSsse3.align(destHigh, 0, from - 16);
    }
}
