package org.ring0.core.cpu.fpu;

/** FDIV in all its forms. */
public final class Division {
    private Division() {}

    /** Leaves a / b in the unit. */
    public static void divide(FloatUnit unit, long sigA, int seA, long sigB, int seB) {
        if (!Float80.isNormal(sigA, seA) || !Float80.isNormal(sigB, seB)) {
            divideSpecial(unit, sigA, seA, sigB, seB);
            return;
        }
        divideNormalized(unit, (seA ^ seB) & Float80.SIGN, seA & Float80.EXPONENT, sigA, seB & Float80.EXPONENT, sigB);
    }

    private static void divideNormalized(FloatUnit unit, int sign, int expA, long sigA, int expB, long sigB) {
        int exponent = expA - expB + Float80.BIAS;
        long high = sigA;
        long low = 0;
        if (Long.compareUnsigned(sigA, sigB) >= 0) {
            high = sigA >>> 1;
            low = sigA << 63;
        } else {
            exponent--;
        }
        long quotient = WideDivision.divide(high, low, sigB);
        long remainder = low - quotient * sigB;
        unit.round(sign, exponent, quotient, fraction(remainder, sigB));
    }

    /** Tells remainder / divisor apart from nothing, less than a half, a half, more than a half. */
    private static long fraction(long remainder, long divisor) {
        if (remainder == 0) {
            return 0;
        }
        int order = remainder < 0 ? 1 : Long.compareUnsigned(remainder << 1, divisor);
        return order < 0 ? 1 : order == 0 ? Long.MIN_VALUE : Long.MIN_VALUE | 1;
    }

    private static void divideSpecial(FloatUnit unit, long sigA, int seA, long sigB, int seB) {
        if (unit.answersNaN(sigA, seA, sigB, seB)) {
            return;
        }
        boolean infiniteA = Float80.isInfinity(sigA, seA);
        boolean infiniteB = Float80.isInfinity(sigB, seB);
        if (infiniteA && infiniteB || sigA == 0 && sigB == 0) {
            unit.invalid();
            return;
        }
        int sign = (seA ^ seB) & Float80.SIGN;
        if (sigB == 0 && !infiniteA) {
            unit.exceptions = FloatExceptions.ZE;
            unit.setInfinity(sign);
            return;
        }
        unit.noteDenormal(sigA, seA);
        unit.noteDenormal(sigB, seB);
        if (infiniteA) {
            unit.setInfinity(sign);
        } else if (infiniteB || sigA == 0) {
            unit.setZero(sign);
        } else {
            divideNormalized(
                    unit,
                    sign,
                    Normal.exponent(sigA, seA),
                    Normal.significand(sigA),
                    Normal.exponent(sigB, seB),
                    Normal.significand(sigB));
        }
    }
}
