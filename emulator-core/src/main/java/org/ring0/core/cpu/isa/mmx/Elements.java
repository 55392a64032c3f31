package org.ring0.core.cpu.isa.mmx;

/**
 * What is done with the bytes, words or dwords of 64 bits all at once. Which of them is meant say their top bits, and the
 * place of the top bit within its element.
 */
public final class Elements {
    public static final long TOP_BYTES = 0x8080_8080_8080_8080L;
    public static final long TOP_WORDS = 0x8000_8000_8000_8000L;
    public static final long TOP_DWORDS = 0x8000_0000_8000_0000L;

    private Elements() {}

    /** Adds without the top bits, so that no carry leaves an element, and puts those in afterwards. */
    static long add(long a, long b, long tops) {
        return (a & ~tops) + (b & ~tops) ^ (a ^ b) & tops;
    }

    static long subtract(long a, long b, long tops) {
        return (a | tops) - (b & ~tops) ^ (a ^ ~b) & tops;
    }

    /** The top bits of the elements of {@code a} that are not below those of {@code b}, unsigned. */
    static long notBelow(long a, long b, long tops) {
        long difference = (a | tops) - (b & ~tops);
        return (a & ~b | ~(a ^ b) & difference) & tops;
    }

    /** Elements of ones where there is a top bit. */
    public static long whole(long tops, int topBit) {
        return tops - (tops >>> topBit) | tops;
    }

    static long equal(long a, long b, long tops, int topBit) {
        long difference = a ^ b;
        long others = ~tops;
        return whole(~((difference & others) + others | difference) & tops, topBit);
    }

    /** Signed numbers are in the order of unsigned ones with their top bits turned over. */
    static long greater(long a, long b, long tops, int topBit) {
        return whole(~notBelow(b ^ tops, a ^ tops, tops) & tops, topBit);
    }

    /** The lesser ones, unsigned. */
    public static long minimum(long a, long b, long tops, int topBit) {
        return choose(a, b, whole(notBelow(a, b, tops), topBit));
    }

    /** The greater ones, unsigned. */
    public static long maximum(long a, long b, long tops, int topBit) {
        return choose(b, a, whole(notBelow(a, b, tops), topBit));
    }

    public static long signedMinimum(long a, long b, long tops, int topBit) {
        return minimum(a ^ tops, b ^ tops, tops, topBit) ^ tops;
    }

    public static long signedMaximum(long a, long b, long tops, int topBit) {
        return maximum(a ^ tops, b ^ tops, tops, topBit) ^ tops;
    }

    /** The bits of {@code b} where the mask has ones, those of {@code a} elsewhere. */
    public static long choose(long a, long b, long mask) {
        return a & ~mask | b & mask;
    }

    static int saturateByte(int value) {
        return Math.clamp(value, Byte.MIN_VALUE, Byte.MAX_VALUE);
    }

    static int saturateWord(int value) {
        return Math.clamp(value, Short.MIN_VALUE, Short.MAX_VALUE);
    }
}
