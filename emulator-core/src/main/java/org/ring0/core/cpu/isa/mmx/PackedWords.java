package org.ring0.core.cpu.isa.mmx;

/** What SSE and SSE2 add to MMX's arithmetic: pure functions of 64 bits, named as the SDM names the instructions. */
public final class PackedWords {
    private static final long LOW_32 = 0xffff_ffffL;

    private PackedWords() {}

    public static long paddq(long dest, long source) {
        return dest + source;
    }

    public static long psubq(long dest, long source) {
        return dest - source;
    }

    public static long pmuludq(long dest, long source) {
        return (dest & LOW_32) * (source & LOW_32);
    }

    public static long pmulhuw(long dest, long source) {
        long result = 0;
        for (int shift = 0; shift < 64; shift += 16) {
            result |= ((dest >>> shift & 0xffff) * (source >>> shift & 0xffff) >>> 16) << shift;
        }
        return result;
    }

    public static long pavgb(long dest, long source) {
        return average(dest, source, 8);
    }

    public static long pavgw(long dest, long source) {
        return average(dest, source, 16);
    }

    private static long average(long a, long b, int width) {
        long mask = (1L << width) - 1;
        long result = 0;
        for (int shift = 0; shift < 64; shift += width) {
            result |= ((a >>> shift & mask) + (b >>> shift & mask) + 1 >> 1) << shift;
        }
        return result;
    }

    public static long pminub(long dest, long source) {
        return Elements.minimum(dest, source, Elements.TOP_BYTES, 7);
    }

    public static long pmaxub(long dest, long source) {
        return Elements.maximum(dest, source, Elements.TOP_BYTES, 7);
    }

    public static long pminsw(long dest, long source) {
        return Elements.signedMinimum(dest, source, Elements.TOP_WORDS, 15);
    }

    public static long pmaxsw(long dest, long source) {
        return Elements.signedMaximum(dest, source, Elements.TOP_WORDS, 15);
    }

    /** The sum of the absolute differences of the bytes. */
    public static long psadbw(long dest, long source) {
        long sum = 0;
        for (int shift = 0; shift < 64; shift += 8) {
            sum += Math.abs((dest >>> shift & 0xff) - (source >>> shift & 0xff));
        }
        return sum;
    }

    /** The top bits of the bytes: the product adds each of them, moved to its place, in the top byte. */
    public static long pmovmskb(long source) {
        return (source & 0x8080_8080_8080_8080L) * 0x0002_0408_1020_4081L >>> 56;
    }

    /** The signs of two singles. */
    public static long movmskps(long singles) {
        return singles >>> 31 & 1 | singles >>> 63 << 1;
    }

    /** Replaces the word of 0 to 3. */
    public static long insert(long dest, long word, int at) {
        return dest & ~(0xffffL << 16 * at) | (word & 0xffff) << 16 * at;
    }

    /** The word of 0 to 3. */
    public static long extract(long source, int at) {
        return source >>> 16 * at & 0xffff;
    }

    /** Four words, each chosen by two bits. */
    public static long pshufw(long source, int order) {
        long result = 0;
        for (int n = 0; n < 4; n++) {
            result |= extract(source, order >> 2 * n & 3) << 16 * n;
        }
        return result;
    }
}
