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
    static boolean isSafe(int bits) {
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

    /** Two sums at once, or {@link #NO_ANSWER}, whose upper half is no sum either; so the others. */
    public static long addPair(long a, long b, int ease) {
        return pair(add(a & LOW_32, b & LOW_32, ease), add(a >>> 32, b >>> 32, ease));
    }

    public static long subtractPair(long a, long b, int ease) {
        return pair(subtract(a & LOW_32, b & LOW_32, ease), subtract(a >>> 32, b >>> 32, ease));
    }

    public static long multiplyPair(long a, long b, int ease) {
        return pair(multiply(a & LOW_32, b & LOW_32, ease), multiply(a >>> 32, b >>> 32, ease));
    }

    public static long dividePair(long a, long b, int ease) {
        return pair(divide(a & LOW_32, b & LOW_32, ease), divide(a >>> 32, b >>> 32, ease));
    }

    private static long pair(long low, long high) {
        return low == NO_ANSWER || high == NO_ANSWER ? NO_ANSWER : low | high << 32;
    }

    /** The second operand unless the first one is less. */
    public static long minimum(long a, long b, int ease) {
        if (!isOrdinary(a) || !isOrdinary(b)) {
            return NO_ANSWER;
        }
        return intBitsToFloat((int) a) < intBitsToFloat((int) b) ? a : b;
    }

    /** The second operand unless the first one is greater. */
    public static long maximum(long a, long b, int ease) {
        if (!isOrdinary(a) || !isOrdinary(b)) {
            return NO_ANSWER;
        }
        return intBitsToFloat((int) a) > intBitsToFloat((int) b) ? a : b;
    }

    /** The order of two numbers in the words of {@link SimdComparison}, or 0 where it takes more than a look at them. */
    public static int order(long a, long b) {
        if (!isOrdinary(a) || !isOrdinary(b)) {
            return 0;
        }
        float x = intBitsToFloat((int) a);
        float y = intBitsToFloat((int) b);
        return x < y ? SimdComparison.LESS : x == y ? SimdComparison.EQUAL : SimdComparison.GREATER;
    }

    /** All ones if CMPSS's predicate (0 to 7) holds, otherwise zero; or {@link #NO_ANSWER}. */
    public static long compare(long a, long b, int predicate) {
        int order = order(a, b);
        return order == 0 ? NO_ANSWER : SimdComparison.holds(order, predicate) ? LOW_32 : 0;
    }

    /** A signed integer of 8 bytes as a single. */
    public static long fromInteger(long value, int ease) {
        float result = value;
        boolean exact = (long) result == value && value != Long.MAX_VALUE;
        return exact || ease == Mxcsr.EASY ? floatToRawIntBits(result) & LOW_32 : NO_ANSWER;
    }

    /** A single truncated to an integer of {@code size} bytes, sign-extended. */
    public static long truncate(long a, int size, int ease) {
        return isOrdinary(a) ? QuickDouble.truncate(widened(a), size, ease) : NO_ANSWER;
    }

    /** A single rounded to the nearest integer of {@code size} bytes, sign-extended. */
    public static long round(long a, int size, int ease) {
        return isOrdinary(a) ? QuickDouble.round(widened(a), size, ease) : NO_ANSWER;
    }

    /** A single as a double. */
    public static long toDouble(long a, int ease) {
        return isOrdinary(a) ? widened(a) : NO_ANSWER;
    }

    private static long widened(long a) {
        return Double.doubleToRawLongBits(intBitsToFloat((int) a));
    }
}
