package org.ring0.core.cpu.fpu;

/** Integer division and square root of 128-bit numbers. */
final class WideDivision {
    private static final long LOW_HALF = 0xffff_ffffL;

    private WideDivision() {}

    /**
     * The quotient of (high:low) by a divisor whose top bit is set; {@code high} is below the divisor. Two digits of 32
     * bits, each guessed from the divisor's upper half and at most two too large (Knuth, 4.3.1, algorithm D).
     */
    static long divide(long high, long low, long divisor) {
        long digit1 = digit(high, low >>> 32, divisor);
        long rest = (high << 32 | low >>> 32) - digit1 * divisor;
        long digit0 = digit(rest, low & LOW_HALF, divisor);
        return digit1 << 32 | digit0;
    }

    private static long digit(long high, long next, long divisor) {
        long upper = divisor >>> 32;
        long lower = divisor & LOW_HALF;
        long guess = Long.divideUnsigned(high, upper);
        long rest = high - guess * upper;
        while (guess > LOW_HALF || Long.compareUnsigned(guess * lower, rest << 32 | next) > 0) {
            guess--;
            rest += upper;
            if (rest > LOW_HALF) {
                break;
            }
        }
        return guess;
    }

    /** The square root, rounded down, of a 64-bit number not below 2^62. */
    static long squareRoot(long value) {
        double estimate = Math.sqrt((value >>> 1) * 2.0);
        long root = Math.min((long) estimate, LOW_HALF);
        while (Long.compareUnsigned(root * root, value) > 0) {
            root--;
        }
        while (root < LOW_HALF && Long.compareUnsigned((root + 1) * (root + 1), value) <= 0) {
            root++;
        }
        return root;
    }
}
