package org.ring0.core.cpu.fpu;

/** The 18-digit packed BCD format of FBLD and FBSTP (SDM Vol. 1, 4.7). */
public final class PackedDecimal {
    private static final long LARGEST = 999_999_999_999_999_999L;

    /** Upper word and lower quadword of the packed BCD indefinite. */
    public static final int INDEFINITE_UPPER = 0xffff;

    public static final long INDEFINITE_LOWER = 0xc000_0000_0000_0000L;

    private PackedDecimal() {}

    /** Leaves a packed number in the unit; digits above 9 count with their weight. */
    public static void load(FloatUnit unit, long lower, int upper) {
        long magnitude = 0;
        for (int shift = 4; shift >= 0; shift -= 4) {
            magnitude = magnitude * 10 + (upper >> shift & 0xf);
        }
        for (int shift = 60; shift >= 0; shift -= 4) {
            magnitude = magnitude * 10 + (lower >>> shift & 0xf);
        }
        IntegerConversion.widen(unit, magnitude);
        unit.signExponent |= upper & Float80.SIGN;
    }

    /** The magnitude, rounded, that FBSTP stores, or -1 for the indefinite. */
    public static long toMagnitude(FloatUnit unit, long sig, int se) {
        long value = IntegerConversion.toInteger(unit, sig, se, 8, false);
        if ((unit.exceptions & FloatExceptions.IE) != 0 || Math.abs(value) > LARGEST || value == Long.MIN_VALUE) {
            unit.exceptions = FloatExceptions.IE;
            unit.roundedUp = false;
            return -1;
        }
        return Math.abs(value);
    }

    /** The 16 lower digits. */
    public static long lower(long magnitude) {
        long digits = 0;
        for (int shift = 0; shift < 64; shift += 4) {
            digits |= magnitude % 10 << shift;
            magnitude /= 10;
        }
        return digits;
    }

    /** The two upper digits, and the sign. */
    public static int upper(long magnitude, int sign) {
        int rest = (int) (magnitude / 10_000_000_000_000_000L);
        return sign & Float80.SIGN | rest / 10 << 4 | rest % 10;
    }
}
