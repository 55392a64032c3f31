package org.ring0.core.cpu.isa;

/**
 * The integer bodies: pure functions of operands that are zero-extended from the operand's width; the engine truncates the
 * result to it.
 */
public final class Alu {
    /** A body of destination and source. */
    @FunctionalInterface
    public interface Binary {
        long apply(long dest, long source);
    }

    /** A body that takes the carry (0 or 1) as well. */
    @FunctionalInterface
    public interface WithCarry {
        long apply(long dest, long source, long carry);
    }

    /** A body of the destination alone. */
    @FunctionalInterface
    public interface Unary {
        long apply(long dest);
    }

    private Alu() {}

    public static long add(long dest, long source) {
        return dest + source;
    }

    public static long adc(long dest, long source, long carry) {
        return dest + source + carry;
    }

    public static long sub(long dest, long source) {
        return dest - source;
    }

    public static long sbb(long dest, long source, long carry) {
        return dest - source - carry;
    }

    public static long and(long dest, long source) {
        return dest & source;
    }

    public static long or(long dest, long source) {
        return dest | source;
    }

    public static long xor(long dest, long source) {
        return dest ^ source;
    }

    public static long inc(long dest) {
        return dest + 1;
    }

    public static long dec(long dest) {
        return dest - 1;
    }

    public static long not(long dest) {
        return ~dest;
    }

    public static long neg(long dest) {
        return -dest;
    }

    /** The low bits of a signed product. */
    public static long imul(long dest, long source) {
        return dest * source;
    }

    /** Sign-extends a value of {@code size} bytes. */
    public static long signExtend(long value, int size) {
        int unused = 64 - 8 * size;
        return value << unused >> unused;
    }

    /** Whether a signed product of two sign-extended factors does not fit {@code size} bytes: CF and OF of IMUL. */
    public static boolean imulOverflows(long a, long b, int size) {
        long product = a * b;
        return size == 8 ? Math.multiplyHigh(a, b) != product >> 63 : signExtend(product, size) != product;
    }
}
