package org.ring0.core.cpu.fpu;

/** Power series in fixed-point, by their coefficients 1 / n! or 1 / n. */
final class Polynomial {
    private static final int WORD_BITS = 32;
    private static final long WORD = 0xffff_ffffL;

    private final long[] high;
    private final long[] low;

    private Polynomial(int terms) {
        high = new long[terms];
        low = new long[terms];
    }

    /** 1/first!, 1/(first + step)!, 1/(first + 2 step)! and so on. */
    static Polynomial inverseFactorials(int first, int step, int terms) {
        Polynomial result = new Polynomial(terms);
        long[] value = {WideNumber.ONE, 0};
        int n = 1;
        for (int i = 0; i < terms; i++) {
            while (n < first + i * step) {
                divide(value, ++n);
            }
            result.high[i] = value[0];
            result.low[i] = value[1];
        }
        return result;
    }

    /** 1, 1/3, 1/5 and so on. */
    static Polynomial inverseOdds(int terms) {
        Polynomial result = new Polynomial(terms);
        for (int i = 0; i < terms; i++) {
            long[] value = {WideNumber.ONE, 0};
            divide(value, 2 * i + 1);
            result.high[i] = value[0];
            result.low[i] = value[1];
        }
        return result;
    }

    private static void divide(long[] value, int divisor) {
        long rest = 0;
        for (int i = 0; i < 2; i++) {
            long upper = rest << WORD_BITS | value[i] >>> WORD_BITS;
            long lower = upper % divisor << WORD_BITS | value[i] & WORD;
            value[i] = upper / divisor << WORD_BITS | lower / divisor;
            rest = lower % divisor;
        }
    }

    /** c0 - x (c1 - x (c2 - ...)). */
    WideNumber alternating(WideNumber x) {
        int last = high.length - 1;
        WideNumber sum = new WideNumber().set(high[last], low[last], Float80.BIAS);
        for (int i = last - 1; i >= 0; i--) {
            sum.multiplyFixed(x).subtractFrom(high[i], low[i]);
        }
        return sum;
    }

    /** c0 + x (c1 + x (c2 + ...)); below 2. */
    WideNumber sum(WideNumber x) {
        int last = high.length - 1;
        WideNumber sum = new WideNumber().set(high[last], low[last], Float80.BIAS);
        for (int i = last - 1; i >= 0; i--) {
            sum.multiplyFixed(x).add(high[i], low[i]);
        }
        return sum;
    }
}
