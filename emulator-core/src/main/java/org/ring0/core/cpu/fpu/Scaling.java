package org.ring0.core.cpu.fpu;

/** FSCALE and FXTRACT: the exponent as a number of its own. */
public final class Scaling {
    private static final int LARGEST_SCALE = 0x10000;

    private Scaling() {}

    /** Leaves a · 2^trunc(b) in the unit. */
    public static void scale(FloatUnit unit, long sigA, int seA, long sigB, int seB) {
        if (unit.answersNaN(sigA, seA, sigB, seB)) {
            return;
        }
        int sign = seA & Float80.SIGN;
        boolean infiniteA = Float80.isInfinity(sigA, seA);
        boolean down = (seB & Float80.SIGN) != 0;
        if (Float80.isInfinity(sigB, seB)) {
            scaleByInfinity(unit, sigA, seA, infiniteA, down);
            return;
        }
        unit.noteDenormal(sigA, seA);
        unit.noteDenormal(sigB, seB);
        if (infiniteA || sigA == 0) {
            unit.set(sigA, seA);
            return;
        }
        int steps = truncate(sigB, seB);
        unit.round(sign, Normal.exponent(sigA, seA) + (down ? -steps : steps), Normal.significand(sigA), 0);
    }

    private static void scaleByInfinity(FloatUnit unit, long sigA, int seA, boolean infiniteA, boolean down) {
        boolean zeroA = sigA == 0;
        if (down ? infiniteA : zeroA) {
            unit.invalid();
            return;
        }
        unit.noteDenormal(sigA, seA);
        if (down) {
            unit.setZero(seA & Float80.SIGN);
        } else {
            unit.setInfinity(seA & Float80.SIGN);
        }
    }

    private static int truncate(long sig, int se) {
        int exponent = (se & Float80.EXPONENT) - Float80.BIAS;
        if (exponent < 0) {
            return 0;
        }
        return exponent >= 16 ? LARGEST_SCALE : (int) (sig >>> 63 - exponent);
    }

    /** Leaves the exponent of the operand, as a number, in the unit. */
    public static void exponent(FloatUnit unit, long sig, int se) {
        if (unit.answersNaN(sig, se)) {
            return;
        }
        if (Float80.isInfinity(sig, se)) {
            unit.setInfinity(0);
        } else if (sig == 0) {
            unit.raise(FloatExceptions.ZE);
            unit.setInfinity(Float80.SIGN);
        } else {
            unit.noteDenormal(sig, se);
            IntegerConversion.widen(unit, Normal.exponent(sig, se) - Float80.BIAS);
        }
    }

    /** Leaves the significand of the operand, between 1 and 2 in magnitude, in the unit; raises nothing new. */
    public static void significand(FloatUnit unit, long sig, int se) {
        if (unit.answersNaN(sig, se)) {
            return;
        }
        if (Float80.isInfinity(sig, se) || sig == 0) {
            unit.set(sig, se);
        } else {
            unit.set(Normal.significand(sig), se & Float80.SIGN | Float80.BIAS);
        }
    }
}
