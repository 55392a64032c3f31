package org.ring0.core.cpu.fpu;

/** FADD and FSUB in all their forms. */
public final class Addition {
    private Addition() {}

    /** Leaves a + b in the unit. */
    public static void add(FloatUnit unit, long sigA, int seA, long sigB, int seB) {
        if (!Float80.isNormal(sigA, seA) || !Float80.isNormal(sigB, seB)) {
            addSpecial(unit, sigA, seA, sigB, seB);
            return;
        }
        addNormalized(
                unit,
                seA & Float80.SIGN,
                seA & Float80.EXPONENT,
                sigA,
                seB & Float80.SIGN,
                seB & Float80.EXPONENT,
                sigB);
    }

    /** Leaves a - b in the unit. A NaN keeps its sign. */
    public static void subtract(FloatUnit unit, long sigA, int seA, long sigB, int seB) {
        int negated = Float80.isNaN(sigB, seB) ? seB : seB ^ Float80.SIGN;
        add(unit, sigA, seA, sigB, negated);
    }

    private static void addNormalized(FloatUnit unit, int signA, int expA, long sigA, int signB, int expB, long sigB) {
        if (expA < expB || expA == expB && Long.compareUnsigned(sigA, sigB) < 0) {
            addOrdered(unit, signB, expB, sigB, signA != signB, expA, sigA);
        } else {
            addOrdered(unit, signA, expA, sigA, signA != signB, expB, sigB);
        }
    }

    /** The first number is not the smaller one in magnitude, and gives the sign. */
    private static void addOrdered(FloatUnit unit, int sign, int expA, long sigA, boolean differ, int expB, long sigB) {
        int shift = expA - expB;
        long high = WideShift.rightHigh(sigB, shift);
        long low = WideShift.rightLow(sigB, 0, shift);
        if (differ) {
            long difference = sigA - high - (low == 0 ? 0 : 1);
            normalizeAndRound(unit, sign, expA, difference, -low);
            return;
        }
        long sum = sigA + high;
        if (sum < 0 && Long.compareUnsigned(sum, sigA) >= 0) {
            unit.round(sign, expA, sum, low);
        } else {
            unit.round(sign, expA + 1, sum >>> 1 | Float80.INTEGER_BIT, sum << 63 | low >>> 1 | low & 1);
        }
    }

    private static void normalizeAndRound(FloatUnit unit, int sign, int exponent, long high, long low) {
        if (high < 0) {
            unit.round(sign, exponent, high, low);
            return;
        }
        if (high == 0) {
            if (low == 0) {
                unit.setZero(unit.cancelledSign());
                return;
            }
            int shift = Long.numberOfLeadingZeros(low);
            unit.round(sign, exponent - 64 - shift, low << shift, 0);
            return;
        }
        int shift = Long.numberOfLeadingZeros(high);
        unit.round(sign, exponent - shift, high << shift | low >>> 64 - shift, low << shift);
    }

    private static void addSpecial(FloatUnit unit, long sigA, int seA, long sigB, int seB) {
        if (unit.answersNaN(sigA, seA, sigB, seB)) {
            return;
        }
        boolean infiniteA = Float80.isInfinity(sigA, seA);
        boolean infiniteB = Float80.isInfinity(sigB, seB);
        if (infiniteA && infiniteB && (seA ^ seB) != 0) {
            unit.invalid();
            return;
        }
        unit.noteDenormal(sigA, seA);
        unit.noteDenormal(sigB, seB);
        if (infiniteA || infiniteB) {
            unit.setInfinity((infiniteA ? seA : seB) & Float80.SIGN);
        } else if (sigA == 0 && sigB == 0) {
            unit.setZero(seA == seB ? seA : unit.cancelledSign());
        } else if (sigA == 0) {
            roundOne(unit, sigB, seB);
        } else if (sigB == 0) {
            roundOne(unit, sigA, seA);
        } else {
            addNormalized(
                    unit,
                    seA & Float80.SIGN,
                    Normal.exponent(sigA, seA),
                    Normal.significand(sigA),
                    seB & Float80.SIGN,
                    Normal.exponent(sigB, seB),
                    Normal.significand(sigB));
        }
    }

    private static void roundOne(FloatUnit unit, long sig, int se) {
        unit.round(se & Float80.SIGN, Normal.exponent(sig, se), Normal.significand(sig), 0);
    }
}
