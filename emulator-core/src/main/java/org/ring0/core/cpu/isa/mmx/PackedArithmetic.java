package org.ring0.core.cpu.isa.mmx;

/**
 * The packed additions, subtractions, multiplications and comparisons of MMX: pure functions of 64 bits, named as the SDM
 * names the instructions. Where no element can disturb its neighbour the elements are worked on all at once.
 */
public final class PackedArithmetic {
    private static final long TOP_BYTES = 0x8080_8080_8080_8080L;
    private static final long TOP_WORDS = 0x8000_8000_8000_8000L;
    private static final long TOP_DWORDS = 0x8000_0000_8000_0000L;

    private PackedArithmetic() {}

    public static long paddb(long dest, long source) {
        return add(dest, source, TOP_BYTES);
    }

    public static long paddw(long dest, long source) {
        return add(dest, source, TOP_WORDS);
    }

    public static long paddd(long dest, long source) {
        return add(dest, source, TOP_DWORDS);
    }

    public static long psubb(long dest, long source) {
        return subtract(dest, source, TOP_BYTES);
    }

    public static long psubw(long dest, long source) {
        return subtract(dest, source, TOP_WORDS);
    }

    public static long psubd(long dest, long source) {
        return subtract(dest, source, TOP_DWORDS);
    }

    /** Adds without the top bits, so that no carry leaves an element, and puts those in afterwards. */
    private static long add(long a, long b, long tops) {
        return (a & ~tops) + (b & ~tops) ^ (a ^ b) & tops;
    }

    private static long subtract(long a, long b, long tops) {
        return (a | tops) - (b & ~tops) ^ (a ^ ~b) & tops;
    }

    public static long paddsb(long dest, long source) {
        long result = 0;
        for (int shift = 0; shift < 64; shift += 8) {
            result |= (saturateByte((byte) (dest >> shift) + (byte) (source >> shift)) & 0xffL) << shift;
        }
        return result;
    }

    public static long paddsw(long dest, long source) {
        long result = 0;
        for (int shift = 0; shift < 64; shift += 16) {
            result |= (saturateWord((short) (dest >> shift) + (short) (source >> shift)) & 0xffffL) << shift;
        }
        return result;
    }

    public static long psubsb(long dest, long source) {
        long result = 0;
        for (int shift = 0; shift < 64; shift += 8) {
            result |= (saturateByte((byte) (dest >> shift) - (byte) (source >> shift)) & 0xffL) << shift;
        }
        return result;
    }

    public static long psubsw(long dest, long source) {
        long result = 0;
        for (int shift = 0; shift < 64; shift += 16) {
            result |= (saturateWord((short) (dest >> shift) - (short) (source >> shift)) & 0xffffL) << shift;
        }
        return result;
    }

    public static long paddusb(long dest, long source) {
        return addUnsigned(dest, source, TOP_BYTES, 7);
    }

    public static long paddusw(long dest, long source) {
        return addUnsigned(dest, source, TOP_WORDS, 15);
    }

    public static long psubusb(long dest, long source) {
        return psubb(dest, source) & whole(notBelow(dest, source, TOP_BYTES), 7);
    }

    public static long psubusw(long dest, long source) {
        return psubw(dest, source) & whole(notBelow(dest, source, TOP_WORDS), 15);
    }

    private static long addUnsigned(long a, long b, long tops, int topBit) {
        long sum = add(a, b, tops);
        long carries = (a & b | (a | b) & ~sum) & tops;
        return sum | whole(carries, topBit);
    }

    static long minimumOfBytes(long a, long b) {
        long notBelow = whole(notBelow(a, b, TOP_BYTES), 7);
        return b & notBelow | a & ~notBelow;
    }

    static long maximumOfBytes(long a, long b) {
        long notBelow = whole(notBelow(a, b, TOP_BYTES), 7);
        return a & notBelow | b & ~notBelow;
    }

    /** The top bits of the elements of {@code a} that are not below those of {@code b}, unsigned. */
    private static long notBelow(long a, long b, long tops) {
        long difference = (a | tops) - (b & ~tops);
        return (a & ~b | ~(a ^ b) & difference) & tops;
    }

    /** Elements of ones where there is a top bit, which is bit {@code topBit} of its element. */
    private static long whole(long tops, int topBit) {
        return tops - (tops >>> topBit) | tops;
    }

    static int saturateByte(int value) {
        return Math.clamp(value, Byte.MIN_VALUE, Byte.MAX_VALUE);
    }

    static int saturateWord(int value) {
        return Math.clamp(value, Short.MIN_VALUE, Short.MAX_VALUE);
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
        return equal(dest, source, TOP_BYTES, 7);
    }

    public static long pcmpeqw(long dest, long source) {
        return equal(dest, source, TOP_WORDS, 15);
    }

    public static long pcmpeqd(long dest, long source) {
        return equal(dest, source, TOP_DWORDS, 31);
    }

    public static long pcmpgtb(long dest, long source) {
        return greater(dest, source, TOP_BYTES, 7);
    }

    public static long pcmpgtw(long dest, long source) {
        return greater(dest, source, TOP_WORDS, 15);
    }

    public static long pcmpgtd(long dest, long source) {
        return greater(dest, source, TOP_DWORDS, 31);
    }

    private static long equal(long a, long b, long tops, int topBit) {
        long difference = a ^ b;
        long others = ~tops;
        return whole(~((difference & others) + others | difference) & tops, topBit);
    }

    /** Signed numbers are in the order of unsigned ones with their top bits turned over. */
    private static long greater(long a, long b, long tops, int topBit) {
        return whole(~notBelow(b ^ tops, a ^ tops, tops) & tops, topBit);
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
