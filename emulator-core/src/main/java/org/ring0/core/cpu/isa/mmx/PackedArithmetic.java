package org.ring0.core.cpu.isa.mmx;

/**
 * The packed additions, subtractions, multiplications and comparisons of MMX: pure functions of 64 bits, named as the SDM
 * names the instructions. Where no element can disturb its neighbour the elements are worked on all at once.
 */
public final class PackedArithmetic {
    private PackedArithmetic() {}

    public static long paddb(long dest, long source) {
        return Elements.add(dest, source, Elements.TOP_BYTES);
    }

    public static long paddw(long dest, long source) {
        return Elements.add(dest, source, Elements.TOP_WORDS);
    }

    public static long paddd(long dest, long source) {
        return Elements.add(dest, source, Elements.TOP_DWORDS);
    }

    public static long psubb(long dest, long source) {
        return Elements.subtract(dest, source, Elements.TOP_BYTES);
    }

    public static long psubw(long dest, long source) {
        return Elements.subtract(dest, source, Elements.TOP_WORDS);
    }

    public static long psubd(long dest, long source) {
        return Elements.subtract(dest, source, Elements.TOP_DWORDS);
    }

    public static long paddsb(long dest, long source) {
        long result = 0;
        for (int shift = 0; shift < 64; shift += 8) {
            result |= (Elements.saturateByte((byte) (dest >> shift) + (byte) (source >> shift)) & 0xffL) << shift;
        }
        return result;
    }

    public static long paddsw(long dest, long source) {
        long result = 0;
        for (int shift = 0; shift < 64; shift += 16) {
            result |= (Elements.saturateWord((short) (dest >> shift) + (short) (source >> shift)) & 0xffffL) << shift;
        }
        return result;
    }

    public static long psubsb(long dest, long source) {
        long result = 0;
        for (int shift = 0; shift < 64; shift += 8) {
            result |= (Elements.saturateByte((byte) (dest >> shift) - (byte) (source >> shift)) & 0xffL) << shift;
        }
        return result;
    }

    public static long psubsw(long dest, long source) {
        long result = 0;
        for (int shift = 0; shift < 64; shift += 16) {
            result |= (Elements.saturateWord((short) (dest >> shift) - (short) (source >> shift)) & 0xffffL) << shift;
        }
        return result;
    }

    public static long paddusb(long dest, long source) {
        return addUnsigned(dest, source, Elements.TOP_BYTES, 7);
    }

    public static long paddusw(long dest, long source) {
        return addUnsigned(dest, source, Elements.TOP_WORDS, 15);
    }

    public static long psubusb(long dest, long source) {
        return psubb(dest, source) & Elements.whole(Elements.notBelow(dest, source, Elements.TOP_BYTES), 7);
    }

    public static long psubusw(long dest, long source) {
        return psubw(dest, source) & Elements.whole(Elements.notBelow(dest, source, Elements.TOP_WORDS), 15);
    }

    private static long addUnsigned(long a, long b, long tops, int topBit) {
        long sum = Elements.add(a, b, tops);
        long carries = (a & b | (a | b) & ~sum) & tops;
        return sum | Elements.whole(carries, topBit);
    }

    public static long pmullw(long dest, long source) {
        long result = 0;
        for (int shift = 0; shift < 64; shift += 16) {
            result |= ((short) (dest >> shift) * (short) (source >> shift) & 0xffffL) << shift;
        }
        return result;
    }

    public static long pmulhw(long dest, long source) {
        long result = 0;
        for (int shift = 0; shift < 64; shift += 16) {
            result |= ((short) (dest >> shift) * (short) (source >> shift) >> 16 & 0xffffL) << shift;
        }
        return result;
    }

    public static long pmaddwd(long dest, long source) {
        return (pairSum(dest, source) & 0xffff_ffffL) | (long) pairSum(dest >> 32, source >> 32) << 32;
    }

    private static int pairSum(long a, long b) {
        return (short) a * (short) b + (short) (a >> 16) * (short) (b >> 16);
    }

    public static long pcmpeqb(long dest, long source) {
        return Elements.equal(dest, source, Elements.TOP_BYTES, 7);
    }

    public static long pcmpeqw(long dest, long source) {
        return Elements.equal(dest, source, Elements.TOP_WORDS, 15);
    }

    public static long pcmpeqd(long dest, long source) {
        return Elements.equal(dest, source, Elements.TOP_DWORDS, 31);
    }

    public static long pcmpgtb(long dest, long source) {
        return Elements.greater(dest, source, Elements.TOP_BYTES, 7);
    }

    public static long pcmpgtw(long dest, long source) {
        return Elements.greater(dest, source, Elements.TOP_WORDS, 15);
    }

    public static long pcmpgtd(long dest, long source) {
        return Elements.greater(dest, source, Elements.TOP_DWORDS, 31);
    }

    public static long pand(long dest, long source) {
        return dest & source;
    }

    public static long pandn(long dest, long source) {
        return ~dest & source;
    }

    public static long por(long dest, long source) {
        return dest | source;
    }

    public static long pxor(long dest, long source) {
        return dest ^ source;
    }
}
