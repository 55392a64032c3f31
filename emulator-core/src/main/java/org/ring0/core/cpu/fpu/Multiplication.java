package org.ring0.core.cpu.fpu;

/** FMUL in all its forms. */
public final class Multiplication {
    private Multiplication() {}

    /** Leaves a · b in the unit. */
    public static void multiply(FloatUnit unit, long sigA, int seA, long sigB, int seB) {
        if (!Float80.isNormal(sigA, seA) || !Float80.isNormal(sigB, seB)) {
            multiplySpecial(unit, sigA, seA, sigB, seB);
            return;
        }
        multiplyNormalized(
                unit, (seA ^ seB) & Float80.SIGN, seA & Float80.EXPONENT, sigA, seB & Float80.EXPONENT, sigB);
    }

    private static void multiplyNormalized(FloatUnit unit, int sign, int expA, long sigA, int expB, long sigB) {
        long high = Math.unsignedMultiplyHigh(sigA, sigB);
        long low = sigA * sigB;
        int exponent = expA + expB - Float80.BIAS;
        if (high < 0) {
            unit.round(sign, exponent + 1, high, low);
        } else {
            unit.round(sign, exponent, high << 1 | low >>> 63, low << 1);
        }
    }

    private static void multiplySpecial(FloatUnit unit, long sigA, int seA, long sigB, int seB) {
        if (unit.answersNaN(sigA, seA, sigB, seB)) {
            return;
        }
        boolean infinite = Float80.isInfinity(sigA, seA) || Float80.isInfinity(sigB, seB);
        boolean zero = sigA == 0 || sigB == 0;
        if (infinite && zero) {
            unit.invalid();
            return;
        }
        unit.noteDenormal(sigA, seA);
        unit.noteDenormal(sigB, seB);
        int sign = (seA ^ seB) & Float80.SIGN;
        if (infinite) {
            unit.setInfinity(sign);
        } else if (zero) {
            unit.setZero(sign);
        } else {
            multiplyNormalized(
                    unit,
                    sign,
                    Normal.exponent(sigA, seA),
                    Normal.significand(sigA),
                    Normal.exponent(sigB, seB),
                    Normal.significand(sigB));
        }
    }
}
