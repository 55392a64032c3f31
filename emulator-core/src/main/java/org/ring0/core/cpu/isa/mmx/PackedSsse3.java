package org.ring0.core.cpu.isa.mmx;

/** SSSE3's packed integers but for its shuffles: pure functions of 64 bits, named as the SDM names the instructions. */
public final class PackedSsse3 {
    private static final long LOW_32 = 0xffff_ffffL;

    private PackedSsse3() {}

    private static int word(long value, int n) {
        return (short) (value >> 16 * n);
    }

    private static long words(int first, int second) {
        return first & 0xffffL | (second & 0xffffL) << 16;
    }

    /** The sums of neighbours: the destination's in the lower half. */
    public static long phaddw(long dest, long source) {
        return addPairs(dest) | addPairs(source) << 32;
    }

    private static long addPairs(long v) {
        return words(word(v, 0) + word(v, 1), word(v, 2) + word(v, 3));
    }

    public static long phsubw(long dest, long source) {
        return subtractPairs(dest) | subtractPairs(source) << 32;
    }

    private static long subtractPairs(long v) {
        return words(word(v, 0) - word(v, 1), word(v, 2) - word(v, 3));
    }

    public static long phaddsw(long dest, long source) {
        return addSaturated(dest) | addSaturated(source) << 32;
    }

    private static long addSaturated(long v) {
        return words(Elements.saturateWord(word(v, 0) + word(v, 1)), Elements.saturateWord(word(v, 2) + word(v, 3)));
    }

    public static long phsubsw(long dest, long source) {
        return subtractSaturated(dest) | subtractSaturated(source) << 32;
    }

    private static long subtractSaturated(long v) {
        return words(Elements.saturateWord(word(v, 0) - word(v, 1)), Elements.saturateWord(word(v, 2) - word(v, 3)));
    }

    public static long phaddd(long dest, long source) {
        return dest + (dest >>> 32) & LOW_32 | source + (source >>> 32) << 32;
    }

    public static long phsubd(long dest, long source) {
        return dest - (dest >>> 32) & LOW_32 | source - (source >>> 32) << 32;
    }

    /** Unsigned bytes of the destination by signed ones of the source, neighbours added. */
    public static long pmaddubsw(long dest, long source) {
        long result = 0;
        for (int shift = 0; shift < 64; shift += 16) {
            int lower = (int) (dest >>> shift & 0xff) * (byte) (source >> shift);
            int upper = (int) (dest >>> shift + 8 & 0xff) * (byte) (source >> shift + 8);
            result |= (Elements.saturateWord(lower + upper) & 0xffffL) << shift;
        }
        return result;
    }

    /** The upper halves of the products of fractions, rounded. */
    public static long pmulhrsw(long dest, long source) {
        long result = 0;
        for (int n = 0; n < 4; n++) {
            result |= ((word(dest, n) * word(source, n) >> 14) + 1 >> 1 & 0xffffL) << 16 * n;
        }
        return result;
    }

    public static long psignb(long dest, long source) {
        return sign(dest, source, 8);
    }

    public static long psignw(long dest, long source) {
        return sign(dest, source, 16);
    }

    public static long psignd(long dest, long source) {
        return sign(dest, source, 32);
    }

    private static long sign(long dest, long source, int width) {
        long mask = (1L << width) - 1;
        long result = 0;
        for (int shift = 0; shift < 64; shift += width) {
            long by = Long.signum(source << 64 - width - shift >> 64 - width);
            result |= ((dest >>> shift) * by & mask) << shift;
        }
        return result;
    }

    public static long pabsb(long dest, long source) {
        return sign(source, source, 8);
    }

    public static long pabsw(long dest, long source) {
        return sign(source, source, 16);
    }

    public static long pabsd(long dest, long source) {
        return sign(source, source, 32);
    }

    /** PSHUFB on MMX registers. */
    public static long pshufb(long dest, long order) {
        long result = 0;
        for (int shift = 0; shift < 64; shift += 8) {
            int choice = (int) (order >>> shift);
            result |= (choice & 0x80) != 0 ? 0 : (dest >>> 8 * (choice & 7) & 0xff) << shift;
        }
        return result;
    }

    /** Half of PSHUFB on XMM registers. */
    public static long pshufb(long destLow, long destHigh, long order) {
        long result = 0;
        for (int shift = 0; shift < 64; shift += 8) {
            int choice = (int) (order >>> shift);
            long half = (choice & 8) == 0 ? destLow : destHigh;
            result |= (choice & 0x80) != 0 ? 0 : (half >>> 8 * (choice & 7) & 0xff) << shift;
        }
        return result;
    }

    /** Eight bytes out of {@code high:low}, from byte {@code from} on; zeros behind. */
    public static long align(long low, long high, int from) {
        if (from < 8) {
            return from == 0 ? low : low >>> 8 * from | high << 64 - 8 * from;
        }
        return from < 16 ? high >>> 8 * from - 64 : 0;
    }
}
