package org.ring0.core.cpu.fpu;

import static java.lang.Double.doubleToRawLongBits;
import static java.lang.Double.longBitsToDouble;

/**
 * SSE's arithmetic on doubles where Java's own is right: rounding to nearest, zeros and normal numbers in, a result that is
 * neither tiny nor overflown, and a precision exception that either is known to MXCSR already or does not arise. Everything
 * else is answered with {@link #NO_ANSWER}, and nothing has happened then.
 */
public final class QuickDouble {
    /** A signaling NaN, which is no operation's result. */
    public static final long NO_ANSWER = 0x7ff0_0000_dead_0001L;

    /** The carry out of the exponent's field when the lowest exponent is added leaves zero for 0 and 7FFh alone. */
    private static final long LOWEST_NORMAL = 1L << 52;

    private static final long EXPONENT_BUT_LOWEST = 0x7fe0_0000_0000_0000L;
    private static final long ABSOLUTE = Long.MAX_VALUE;
    /** Below this the error of a product would be too small for a double. */
    private static final double ERROR_IS_NORMAL = 0x1p-900;

    private QuickDouble() {}

    static boolean isOrdinary(long bits) {
        return (bits + LOWEST_NORMAL & EXPONENT_BUT_LOWEST) != 0 || (bits & ABSOLUTE) == 0;
    }

    /** Neither tiny nor overflown, before rounding as well as after. */
    private static boolean isSafe(long bits) {
        return Long.compareUnsigned((bits & ABSOLUTE) - 2 * LOWEST_NORMAL, (0x7ffL - 2) * LOWEST_NORMAL) < 0;
    }

    /** @param ease how MXCSR makes it: see {@link Mxcsr#ease} */
    public static long add(long a, long b, int ease) {
        double x = longBitsToDouble(a);
        double y = longBitsToDouble(b);
        double sum = x + y;
        long bits = doubleToRawLongBits(sum);
        if (ease == Mxcsr.HARD || !isOrdinary(a) || !isOrdinary(b) || !isSafe(bits) && sum != 0) {
            return NO_ANSWER;
        }
        if (ease == Mxcsr.EXACT_ONLY) {
            double part = sum - x;
            return (x - (sum - part)) + (y - part) == 0 ? bits : NO_ANSWER;
        }
        return bits;
    }

    public static long subtract(long a, long b, int ease) {
        return add(a, b ^ Long.MIN_VALUE, ease);
    }

    public static long multiply(long a, long b, int ease) {
        double x = longBitsToDouble(a);
        double y = longBitsToDouble(b);
        double product = x * y;
        long bits = doubleToRawLongBits(product);
        if (ease == Mxcsr.HARD || !isOrdinary(a) || !isOrdinary(b) || !isSafe(bits) && x != 0 && y != 0) {
            return NO_ANSWER;
        }
        if (ease == Mxcsr.EXACT_ONLY) {
            boolean exact = product == 0 || Math.abs(product) > ERROR_IS_NORMAL && Math.fma(x, y, -product) == 0;
            return exact ? bits : NO_ANSWER;
        }
        return bits;
    }

    public static long divide(long a, long b, int ease) {
        double x = longBitsToDouble(a);
        double y = longBitsToDouble(b);
        double quotient = x / y;
        long bits = doubleToRawLongBits(quotient);
        if (ease == Mxcsr.HARD || !isOrdinary(a) || !isOrdinary(b) || !isSafe(bits) && (x != 0 || y == 0)) {
            return NO_ANSWER;
        }
        if (ease == Mxcsr.EXACT_ONLY) {
            boolean exact = x == 0 || Math.abs(x) > ERROR_IS_NORMAL && Math.fma(quotient, y, -x) == 0;
            return exact ? bits : NO_ANSWER;
        }
        return bits;
    }

    public static long squareRoot(long b, int ease) {
        double x = longBitsToDouble(b);
        double root = Math.sqrt(x);
        long bits = doubleToRawLongBits(root);
        if (ease == Mxcsr.HARD || !isOrdinary(b) || !isSafe(bits) && x != 0) {
            return NO_ANSWER;
        }
        if (ease == Mxcsr.EXACT_ONLY) {
            boolean exact = x == 0 || x > ERROR_IS_NORMAL && Math.fma(root, root, -x) == 0;
            return exact ? bits : NO_ANSWER;
        }
        return bits;
    }

    /** The second operand unless the first one is less. */
    public static long minimum(long a, long b, int ease) {
        if (!isOrdinary(a) || !isOrdinary(b)) {
            return NO_ANSWER;
        }
        return longBitsToDouble(a) < longBitsToDouble(b) ? a : b;
    }

    /** The second operand unless the first one is greater. */
    public static long maximum(long a, long b, int ease) {
        if (!isOrdinary(a) || !isOrdinary(b)) {
            return NO_ANSWER;
        }
        return longBitsToDouble(a) > longBitsToDouble(b) ? a : b;
    }

    /** The order of two numbers in the words of {@link SimdComparison}, or 0 where it takes more than a look at them. */
    public static int order(long a, long b) {
        if (!isOrdinary(a) || !isOrdinary(b)) {
            return 0;
        }
        double x = longBitsToDouble(a);
        double y = longBitsToDouble(b);
        return x < y ? SimdComparison.LESS : x == y ? SimdComparison.EQUAL : SimdComparison.GREATER;
    }

    /** All ones if CMPSD's predicate (0 to 7) holds, otherwise zero; or {@link #NO_ANSWER}. */
    public static long compare(long a, long b, int predicate) {
        int order = order(a, b);
        return order == 0 ? NO_ANSWER : SimdComparison.holds(order, predicate) ? -1 : 0;
    }

    /** A signed integer of 8 bytes as a double. */
    public static long fromInteger(long value, int ease) {
        double result = value;
        boolean exact = (long) result == value && value != Long.MAX_VALUE;
        return exact || ease == Mxcsr.EASY ? doubleToRawLongBits(result) : NO_ANSWER;
    }

    /** A double truncated to an integer of {@code size} bytes, sign-extended. */
    public static long truncate(long a, int size, int ease) {
        return toInteger(a, longBitsToDouble(a), size, Math.max(ease, Mxcsr.EXACT_ONLY));
    }

    /** A double rounded to the nearest integer of {@code size} bytes, sign-extended. */
    public static long round(long a, int size, int ease) {
        return toInteger(a, Math.rint(longBitsToDouble(a)), size, ease);
    }

    private static long toInteger(long a, double rounded, int size, int ease) {
        long result = (long) rounded;
        boolean fits = size == 8 ? Math.abs(rounded) < 0x1p63 : result == (int) result;
        boolean exact = result == longBitsToDouble(a);
        return fits && isOrdinary(a) && (exact && ease != Mxcsr.HARD || ease == Mxcsr.EASY) ? result : NO_ANSWER;
    }

    /** A double as a single, in the low half. */
    public static long toSingle(long a, int ease) {
        double x = longBitsToDouble(a);
        float result = (float) x;
        boolean known = isOrdinary(a) && (QuickSingle.isSafe(Float.floatToRawIntBits(result)) || x == 0);
        boolean answered = ease == Mxcsr.EASY || ease == Mxcsr.EXACT_ONLY && result == x;
        return known && answered ? Float.floatToRawIntBits(result) & 0xffff_ffffL : NO_ANSWER;
    }
}
