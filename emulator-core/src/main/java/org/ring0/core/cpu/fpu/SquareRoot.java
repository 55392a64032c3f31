package org.ring0.core.cpu.fpu;

/** FSQRT. */
public final class SquareRoot {
    private static final long LOW_HALF = 0xffff_ffffL;

    private SquareRoot() {}

    /** Leaves the square root in the unit; that of -0 is -0. */
    public static void squareRoot(FloatUnit unit, long sig, int se) {
        if (unit.answersNaN(sig, se)) {
            return;
        }
        if (Float80.isZero(sig, se)) {
            unit.set(sig, se);
            return;
        }
        if ((se & Float80.SIGN) != 0) {
            unit.invalid();
            return;
        }
        if (Float80.isInfinity(sig, se)) {
            unit.setInfinity(0);
            return;
        }
        unit.noteDenormal(sig, se);
        int exponent = Normal.exponent(sig, se) - Float80.BIAS;
        long normalized = Normal.significand(sig);
        if ((exponent & 1) != 0) {
            rootOf(unit, (exponent - 1 >> 1) + Float80.BIAS, normalized, 0);
        } else {
            rootOf(unit, (exponent >> 1) + Float80.BIAS, normalized >>> 1, normalized << 63);
        }
    }

    /** The root of 128 bits by its upper half's root and one division (Zimmermann, "Karatsuba Square Root"). */
    private static void rootOf(FloatUnit unit, int exponent, long high, long low) {
        long upperRoot = WideDivision.squareRoot(high);
        long dividend = (high - upperRoot * upperRoot << 32) + (low >>> 32);
        boolean carry = high - upperRoot * upperRoot > LOW_HALF;
        long divisor = upperRoot << 1;
        long digit = carry ? dividePlus64(dividend, divisor) : Long.divideUnsigned(dividend, divisor);
        long rest = dividend - digit * divisor;
        long root = (upperRoot << 32) + digit;
        // remainder = rest * 2^32 + low's lower half - digit^2, of 66 signed bits
        long minuendHigh = rest >>> 32;
        long minuendLow = rest << 32 | low & LOW_HALF;
        long square = digit * digit;
        long squareHigh = Math.unsignedMultiplyHigh(digit, digit);
        long remainderLow = minuendLow - square;
        long remainderHigh = minuendHigh - squareHigh - (Long.compareUnsigned(minuendLow, square) < 0 ? 1 : 0);
        if (remainderHigh < 0) {
            root--;
            long twice = root << 1 | 1;
            long sum = remainderLow + twice;
            remainderHigh += (root >>> 63) + (Long.compareUnsigned(sum, twice) < 0 ? 1 : 0);
            remainderLow = sum;
        }
        unit.round(0, exponent, root, fraction(remainderHigh, remainderLow, root));
    }

    private static long dividePlus64(long dividend, long divisor) {
        long half = Long.divideUnsigned(dividend >>> 1 | Long.MIN_VALUE, divisor);
        long rest = dividend - (half << 1) * divisor;
        return (half << 1) + (Long.compareUnsigned(rest, divisor) >= 0 ? 1 : 0);
    }

    private static long fraction(long remainderHigh, long remainderLow, long root) {
        if (remainderHigh == 0 && remainderLow == 0) {
            return 0;
        }
        boolean above = remainderHigh > 0 || Long.compareUnsigned(remainderLow, root) > 0;
        return above ? Long.MIN_VALUE | 1 : 1;
    }
}
