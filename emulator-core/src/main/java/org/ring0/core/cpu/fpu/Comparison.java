package org.ring0.core.cpu.fpu;

/** FCOM, FUCOM, FTST and FXAM. */
public final class Comparison {
    public static final int GREATER = 0;
    public static final int LESS = FpuBits.C0;
    public static final int EQUAL = FpuBits.C3;
    public static final int UNORDERED = FpuBits.C0 | FpuBits.C2 | FpuBits.C3;

    private Comparison() {}

    /**
     * Compares a with b.
     *
     * @param quiet whether quiet NaNs are no invalid operation (the FUCOM family)
     * @return {@link #GREATER}, {@link #LESS}, {@link #EQUAL} or {@link #UNORDERED}, in the bits of the status word
     */
    public static int compare(FloatUnit unit, long sigA, int seA, long sigB, int seB, boolean quiet) {
        if (!Float80.isNormal(sigA, seA) || !Float80.isNormal(sigB, seB)) {
            if (isUnordered(unit, sigA, seA, sigB, seB, quiet)) {
                return UNORDERED;
            }
            unit.noteDenormal(sigA, seA);
            unit.noteDenormal(sigB, seB);
            if (sigA == 0 && sigB == 0) {
                return EQUAL;
            }
        }
        boolean negativeA = (seA & Float80.SIGN) != 0;
        if (negativeA != ((seB & Float80.SIGN) != 0)) {
            return negativeA ? LESS : GREATER;
        }
        int order = compareMagnitudes(sigA, seA, sigB, seB);
        return order == 0 ? EQUAL : order < 0 != negativeA ? LESS : GREATER;
    }

    private static int compareMagnitudes(long sigA, int seA, long sigB, int seB) {
        int order = Integer.compare(Normal.exponent(seA), Normal.exponent(seB));
        return order != 0 ? order : Long.compareUnsigned(sigA, sigB);
    }

    private static boolean isUnordered(FloatUnit unit, long sigA, int seA, long sigB, int seB, boolean quiet) {
        if (!unit.answersNaN(sigA, seA, sigB, seB)) {
            return false;
        }
        if (!quiet) {
            unit.exceptions = FloatExceptions.IE;
        }
        return true;
    }

    /** The class of a number that FXAM tells: C3, C2, C0 and, for the sign, C1. */
    public static int examine(long sig, int se, boolean empty) {
        int sign = (se & Float80.SIGN) != 0 ? FpuBits.C1 : 0;
        if (empty) {
            return sign | FpuBits.C3 | FpuBits.C0;
        }
        if (Float80.isNormal(sig, se)) {
            return sign | FpuBits.C2;
        }
        if (Float80.isUnsupported(sig, se)) {
            return sign;
        }
        if (Float80.isNaN(sig, se)) {
            return sign | FpuBits.C0;
        }
        if (Float80.isInfinity(sig, se)) {
            return sign | FpuBits.C2 | FpuBits.C0;
        }
        return sign | (sig == 0 ? FpuBits.C3 : FpuBits.C3 | FpuBits.C2);
    }
}
