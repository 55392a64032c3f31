package org.ring0.core.cpu.fpu;

/**
 * The encodings of the x87's double extended format (SDM Vol. 1, 4.2.2 and 8.2): a 64-bit significand with an explicit
 * integer bit, and a word of sign and 15-bit exponent. A number is passed as those two, never as an object.
 */
public final class Float80 {
    public static final int SIGN = 0x8000;
    /** The exponent field; also its value in infinities and NaNs. */
    public static final int EXPONENT = 0x7fff;

    public static final int BIAS = 16383;
    public static final long INTEGER_BIT = 1L << 63;
    /** Set in a NaN that is quiet. */
    public static final long QUIET_BIT = 1L << 62;

    /** The QNaN floating-point indefinite, answer to every masked invalid operation. */
    public static final long INDEFINITE_SIGNIFICAND = INTEGER_BIT | QUIET_BIT;

    public static final int INDEFINITE_SIGN_EXPONENT = SIGN | EXPONENT;

    private Float80() {}

    /** Neither zero, denormal, infinite, NaN nor unsupported: what the quick paths take. */
    public static boolean isNormal(long significand, int signExponent) {
        int exponent = signExponent & EXPONENT;
        return significand < 0 && exponent != 0 && exponent != EXPONENT;
    }

    /** An unnormal, pseudo-infinity or pseudo-NaN, which no FPU since the 387 takes. */
    public static boolean isUnsupported(long significand, int signExponent) {
        return significand >= 0 && (signExponent & EXPONENT) != 0;
    }

    public static boolean isNaN(long significand, int signExponent) {
        return (signExponent & EXPONENT) == EXPONENT && significand < 0 && significand << 1 != 0;
    }

    public static boolean isSignalingNaN(long significand, int signExponent) {
        return isNaN(significand, signExponent) && (significand & QUIET_BIT) == 0;
    }

    public static boolean isInfinity(long significand, int signExponent) {
        return (signExponent & EXPONENT) == EXPONENT && significand == INTEGER_BIT;
    }

    public static boolean isZero(long significand, int signExponent) {
        return significand == 0 && (signExponent & EXPONENT) == 0;
    }

    /** A denormal or pseudo-denormal. */
    public static boolean isDenormal(long significand, int signExponent) {
        return significand != 0 && (signExponent & EXPONENT) == 0;
    }

    /** The tag FSTENV stores for a register that is not empty: 0 valid, 1 zero, 2 special. */
    public static int tag(long significand, int signExponent) {
        if (isNormal(significand, signExponent)) {
            return 0;
        }
        return isZero(significand, signExponent) ? 1 : 2;
    }
}
