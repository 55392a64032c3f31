package org.ring0.core.cpu.fpu;

/** The two formats of SSE's numbers, as bits in the low end of a long (SDM Vol. 1, 4.2.2). */
public enum SimdFormat {
    SINGLE(32, 23),
    DOUBLE(64, 52);

    /** All bits of a number. */
    public final long mask;

    public final long sign;
    /** The exponent field's bits, which are those of infinity. */
    public final long infinity;

    final long quietBit;
    /** The answer to a masked invalid operation. */
    public final long indefinite;

    SimdFormat(int bits, int fractionBits) {
        mask = -1L >>> 64 - bits;
        sign = 1L << bits - 1;
        infinity = (sign - 1) & -1L << fractionBits;
        quietBit = 1L << fractionBits - 1;
        indefinite = sign | infinity | quietBit;
    }

    public boolean isNaN(long bits) {
        return (bits & ~sign & mask) > infinity;
    }

    boolean isSignaling(long bits) {
        return isNaN(bits) && (bits & quietBit) == 0;
    }

    long quiet(long nan) {
        return nan | quietBit;
    }

    public boolean isDenormal(long bits) {
        return (bits & infinity) == 0 && (bits & ~sign & mask) != 0;
    }

    public boolean isZero(long bits) {
        return (bits & ~sign & mask) == 0;
    }

    /** Leaves the number as an operand in the unit, as {@link FloatConversion} widens it. */
    void widen(FloatUnit unit, long bits) {
        if (this == SINGLE) {
            FloatConversion.widenSingle(unit, (int) bits);
        } else {
            FloatConversion.widenDouble(unit, bits);
        }
    }

    /** Rounds the unit's result into this format. */
    long narrow(FloatUnit unit) {
        return this == SINGLE
                ? FloatConversion.toSingle(unit, unit.significand, unit.signExponent) & mask
                : FloatConversion.toDouble(unit, unit.significand, unit.signExponent);
    }
}
