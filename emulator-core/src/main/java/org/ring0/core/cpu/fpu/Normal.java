package org.ring0.core.cpu.fpu;

/** Finite numbers as normalized ones with an exponent that may be zero or negative. */
final class Normal {
    private Normal() {}

    /** The biased exponent that belongs to the significand as it is: denormals have that of the smallest normal. */
    static int exponent(int signExponent) {
        int exponent = signExponent & Float80.EXPONENT;
        return exponent == 0 ? 1 : exponent;
    }

    /** The biased exponent once the significand is shifted so that its integer bit is set. */
    static int exponent(long significand, int signExponent) {
        return exponent(signExponent) - Long.numberOfLeadingZeros(significand);
    }

    static long significand(long significand) {
        return significand << Long.numberOfLeadingZeros(significand);
    }
}
