package org.ring0.core.cpu.isa.sse;

/**
 * RCPPS and RSQRTPS on one single. Which approximation they give is the CPU model's choice; the SDM promises a relative error
 * of at most 1.5 * 2^-12. Here it is the exact value rounded to 12 bits of fraction: an error of 2^-13. Denormals count as
 * zeros, tiny results are zeros, no exception is raised, whatever MXCSR says (SDM Vol. 1, 10.4.1.1).
 */
final class Approximation {
    private static final int SIGN = 0x8000_0000;
    private static final int INFINITY = 0x7f80_0000;
    private static final int QUIET_BIT = 0x0040_0000;
    private static final int INDEFINITE = 0xffc0_0000;
    /** Bits of fraction that a result lacks. */
    private static final int DROPPED = 23 - 12;

    private Approximation() {}

    static int reciprocal(int bits) {
        int magnitude = bits & ~SIGN;
        int sign = bits & SIGN;
        if (magnitude > INFINITY) {
            return bits | QUIET_BIT;
        }
        if ((magnitude & INFINITY) == 0) {
            return sign | INFINITY;
        }
        return sign | rounded(1.0 / Float.intBitsToFloat(magnitude));
    }

    static int reciprocalRoot(int bits) {
        int magnitude = bits & ~SIGN;
        if (magnitude > INFINITY) {
            return bits | QUIET_BIT;
        }
        if ((magnitude & INFINITY) == 0) {
            return bits & SIGN | INFINITY;
        }
        return bits < 0 ? INDEFINITE : rounded(1 / Math.sqrt(Float.intBitsToFloat(magnitude)));
    }

    private static int rounded(double value) {
        int bits = Float.floatToRawIntBits((float) value) + (1 << DROPPED - 1) & -1 << DROPPED;
        return (bits & INFINITY) == 0 ? 0 : bits;
    }
}
