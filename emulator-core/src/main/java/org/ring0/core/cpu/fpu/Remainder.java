package org.ring0.core.cpu.fpu;

/** FPREM and FPREM1: the exact remainder, at most 63 binary orders of magnitude at a time. */
public final class Remainder {
    /** There was no quotient: the codes stay. */
    public static final int NO_CODES = -1;

    private Remainder() {}

    /**
     * Leaves the remainder of a / b, or a partial one, in the unit.
     *
     * @param nearest whether the quotient is rounded to nearest (FPREM1), not truncated (FPREM)
     * @return C0, C3 and C1 with the last three bits of the quotient, or C2 if the reduction is not complete, or
     *     {@link #NO_CODES}
     */
    public static int remainder(FloatUnit unit, long sigA, int seA, long sigB, int seB, boolean nearest) {
        if (unit.answersNaN(sigA, seA, sigB, seB)) {
            return NO_CODES;
        }
        if (Float80.isInfinity(sigA, seA) || sigB == 0) {
            unit.invalid();
            return NO_CODES;
        }
        unit.noteDenormal(sigA, seA);
        unit.noteDenormal(sigB, seB);
        if (sigA == 0) {
            unit.set(sigA, seA);
            return 0;
        }
        if (Float80.isInfinity(sigB, seB)) {
            unit.round(seA & Float80.SIGN, Normal.exponent(sigA, seA), Normal.significand(sigA), 0);
            return 0;
        }
        int exponentA = Normal.exponent(sigA, seA);
        int exponentB = Normal.exponent(sigB, seB);
        long a = Normal.significand(sigA);
        long b = Normal.significand(sigB);
        int difference = exponentA - exponentB;
        if (difference >= 64) {
            partial(unit, seA & Float80.SIGN, exponentA, a, b, difference & 31 | 32);
            return FpuBits.C2;
        }
        return complete(unit, seA & Float80.SIGN, exponentA, a, exponentB, b, nearest);
    }

    private static void partial(FloatUnit unit, int sign, int exponentA, long a, long b, int steps) {
        long rest = Long.compareUnsigned(a, b) >= 0 ? a - b : a;
        store(unit, sign, exponentA - steps, shiftedRemainder(rest, b, steps));
    }

    /** (a · 2^steps) mod b, for a below b and 0 to 63 steps. */
    private static long shiftedRemainder(long a, long b, int steps) {
        if (steps == 0) {
            return a;
        }
        long high = a >>> 64 - steps;
        long low = a << steps;
        return low - WideDivision.divide(high, low, b) * b;
    }

    private static int complete(
            FloatUnit unit, int sign, int exponentA, long a, int exponentB, long b, boolean nearest) {
        int difference = exponentA - exponentB;
        if (difference < 0) {
            // The quotient is below 1, and if it rounds to 1 then a is more than half of b.
            if (nearest && difference == -1 && Long.compareUnsigned(a, b) > 0) {
                store(unit, sign ^ Float80.SIGN, exponentA, (b << 1) - a);
                return quotientBits(1);
            }
            store(unit, sign, exponentA, a);
            return 0;
        }
        long quotient = 0;
        long rest = a;
        if (Long.compareUnsigned(a, b) >= 0) {
            rest = a - b;
            quotient = 1L << difference;
        }
        if (difference > 0) {
            long high = rest >>> 64 - difference;
            long low = rest << difference;
            long lower = WideDivision.divide(high, low, b);
            quotient += lower;
            rest = low - lower * b;
        }
        if (nearest && exceedsHalf(rest, b, quotient)) {
            quotient++;
            rest = b - rest;
            sign ^= Float80.SIGN;
        }
        store(unit, sign, exponentB, rest);
        return quotientBits(quotient);
    }

    /** Whether the remainder is over half of b, or just half with an odd quotient. */
    private static boolean exceedsHalf(long rest, long b, long quotient) {
        int order = rest < 0 ? 1 : Long.compareUnsigned(rest << 1, b);
        return order > 0 || order == 0 && (quotient & 1) != 0;
    }

    private static void store(FloatUnit unit, int sign, int exponent, long sig) {
        if (sig == 0) {
            unit.setZero(sign);
            return;
        }
        int shift = Long.numberOfLeadingZeros(sig);
        unit.round(sign, exponent - shift, sig << shift, 0);
    }

    private static int quotientBits(long quotient) {
        return ((quotient & 4) != 0 ? FpuBits.C0 : 0)
                | ((quotient & 2) != 0 ? FpuBits.C3 : 0)
                | ((quotient & 1) != 0 ? FpuBits.C1 : 0);
    }
}
