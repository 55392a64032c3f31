package org.ring0.core.cpu.fpu;

import static java.lang.Float.floatToRawIntBits;
import static java.lang.Float.intBitsToFloat;

/**
 * SSE's arithmetic on singles where Java's own is right, as {@link QuickDouble} does it for doubles. Operands and results are
 * the low halves of longs whose upper halves are zero.
 */
public final class QuickSingle {
    /** What {@link QuickDouble} answers for the same reasons. */
    public static final long NO_ANSWER = QuickDouble.NO_ANSWER;

    private static final int LOWEST_NORMAL = 1 << 23;
    private static final int EXPONENT_BUT_LOWEST = 0x7f00_0000;
    private static final long LOW_32 = 0xffff_ffffL;

    private QuickSingle() {}

    static boolean isOrdinary(long bits) {
        return ((int) bits + LOWEST_NORMAL & EXPONENT_BUT_LOWEST) != 0 || ((int) bits & Integer.MAX_VALUE) == 0;
    }

    /** Neither tiny nor overflown, before rounding as well as after. */
    private static boolean isSafe(int bits) {
        return Integer.compareUnsigned((bits & Integer.MAX_VALUE) - 2 * LOWEST_NORMAL, (0xff - 2) * LOWEST_NORMAL) < 0;
    }

    /**
     * The end of an operation.
     *
     * @param zero whether a result of zero is no tiny one
     * @param exact whether the result is what it was computed from, without rounding
     */
    private static long answer(boolean ordinary, float result, boolean zero, int ease, boolean exact) {
        int bits = floatToRawIntBits(result);
        boolean known = ordinary && (isSafe(bits) || zero) && (ease == Mxcsr.EASY || ease == Mxcsr.EXACT_ONLY && exact);
        return known ? bits & LOW_32 : NO_ANSWER;
    }

    /** @param ease how MXCSR makes it: see {@link Mxcsr#ease} */
    public static long add(long a, long b, int ease) {
        float x = intBitsToFloat((int) a);
        float y = intBitsToFloat((int) b);
        float sum = x + y;
        float part = sum - x;
        return answer(isOrdinary(a) && isOrdinary(b), sum, sum == 0, ease, (x - (sum - part)) + (y - part) == 0);
    }

    public static long subtract(long a, long b, int ease) {
        return add(a, (b ^ Integer.MIN_VALUE) & LOW_32, ease);
    }

    public static long multiply(long a, long b, int ease) {
        float x = intBitsToFloat((int) a);
        float y = intBitsToFloat((int) b);
        float product = x * y;
        return answer(isOrdinary(a) && isOrdinary(b), product, x == 0 || y == 0, ease, (double) x * y == product);
    }

    public static long divide(long a, long b, int ease) {
        float x = intBitsToFloat((int) a);
        float y = intBitsToFloat((int) b);
        float quotient = x / y;
        return answer(isOrdinary(a) && isOrdinary(b), quotient, x == 0 && y != 0, ease, (double) quotient * y == x);
    }

    /** The root, rounded to a double and then to a single, is rounded right: 53 bits are more than 2 * 24 + 2. */
    public static long squareRoot(long b, int ease) {
        float x = intBitsToFloat((int) b);
        float root = (float) Math.sqrt(x);
        return answer(isOrdinary(b), root, x == 0, ease, (double) root * root == x);
    }
}
