package org.ring0.core.cpu.isa;

/**
 * What LZCNT, TZCNT, BMI1 and BMI2 compute (SDM Vol. 2), as pure functions. Operands are zero-extended from the operand size,
 * 2, 4 or 8 bytes, and so are the results.
 */
public final class BitManipulation {
    private BitManipulation() {}

    private static long mask(int size) {
        return -1L >>> 64 - 8 * size;
    }

    /** Leading zeros within the operand size. */
    public static long lzcnt(long source, int size) {
        return Long.numberOfLeadingZeros(source) - (64 - 8 * size);
    }

    /** Trailing zeros, the operand size's bits if there is no one. */
    public static long tzcnt(long source, int size) {
        return Math.min(Long.numberOfTrailingZeros(source), 8 * size);
    }

    /** The field of the source that begins at bit control[7:0] and has control[15:8] bits. */
    public static long bextr(long source, long control) {
        int start = (int) control & 0xff;
        int length = (int) control >> 8 & 0xff;
        long shifted = start < 64 ? source >>> start : 0;
        return length < 64 ? shifted & (1L << length) - 1 : shifted;
    }

    public static long blsi(long source) {
        return source & -source;
    }

    public static long blsmsk(long source, int size) {
        return (source ^ source - 1) & mask(size);
    }

    public static long blsr(long source) {
        return source & source - 1;
    }

    /** The source's bits below {@code index}, which counts modulo 256. */
    public static long bzhi(long source, long index) {
        int from = (int) index & 0xff;
        return from < 64 ? source & (1L << from) - 1 : source;
    }

    /** The source's low bits, put where the mask has ones. */
    public static long pdep(long source, long mask) {
        return Long.expand(source, mask);
    }

    /** The source's bits where the mask has ones, put together at the low end. */
    public static long pext(long source, long mask) {
        return Long.compress(source, mask);
    }

    public static long rorx(long source, int count, int size) {
        return size == 8 ? Long.rotateRight(source, count) : Integer.rotateRight((int) source, count) & 0xffff_ffffL;
    }

    public static long sarx(long source, long count, int size) {
        return size == 8 ? source >> count : (int) source >> (int) count & 0xffff_ffffL;
    }

    public static long shlx(long source, long count, int size) {
        return size == 8 ? source << count : (int) source << (int) count & 0xffff_ffffL;
    }

    public static long shrx(long source, long count, int size) {
        return size == 8 ? source >>> count : (int) source >>> (int) count & 0xffff_ffffL;
    }

    /** The upper half of an unsigned product. */
    public static long multiplyHigh(long a, long b, int size) {
        return size == 8 ? Math.unsignedMultiplyHigh(a, b) : a * b >>> 32;
    }

    public static long reverseBytes(long source, int size) {
        return Long.reverseBytes(source) >>> 64 - 8 * size;
    }
}
