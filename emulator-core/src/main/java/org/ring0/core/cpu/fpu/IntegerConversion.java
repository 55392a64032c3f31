package org.ring0.core.cpu.fpu;

/** To and from the three integer formats, and FRNDINT. */
public final class IntegerConversion {
    /** What an invalid FIST stores, for every width after truncation. */
    private static final long INDEFINITE_16 = Short.MIN_VALUE;

    private static final long INDEFINITE_32 = Integer.MIN_VALUE;
    private static final long INDEFINITE_64 = Long.MIN_VALUE;

    private IntegerConversion() {}

    /** Leaves an integer as an operand in the unit; always exact. */
    public static void widen(FloatUnit unit, long value) {
        if (value == 0) {
            unit.setZero(0);
            return;
        }
        long magnitude = Math.abs(value);
        int shift = Long.numberOfLeadingZeros(magnitude);
        unit.set(magnitude << shift, (value < 0 ? Float80.SIGN : 0) | Float80.BIAS + 63 - shift);
    }

    /**
     * The integer that FIST stores.
     *
     * @param size 2, 4 or 8 bytes
     * @param chop whether to truncate whatever rounding control says (FISTTP)
     */
    public static long toInteger(FloatUnit unit, long sig, int se, int size, boolean chop) {
        int sign = se & Float80.SIGN;
        int exponent = se & Float80.EXPONENT;
        if (Float80.isZero(sig, se)) {
            return 0;
        }
        int shift = Float80.BIAS + 63 - Normal.exponent(se);
        if (Float80.isUnsupported(sig, se) || exponent == Float80.EXPONENT || shift < 0) {
            return invalid(unit, size);
        }
        long rest = WideShift.rightLow(sig, 0, shift);
        long magnitude = WideShift.rightHigh(sig, shift);
        boolean up = !chop && unit.roundsUp(sign, magnitude & 1, rest);
        if (up) {
            magnitude++;
        }
        long limit = (1L << size * 8 - 1) - (sign == 0 ? 1 : 0);
        if (Long.compareUnsigned(magnitude, limit) > 0 || magnitude == 0 && up) {
            return invalid(unit, size);
        }
        if (rest != 0) {
            unit.raise(FloatExceptions.PE);
            unit.roundedUp = up;
        }
        return sign == 0 ? magnitude : -magnitude;
    }

    private static long invalid(FloatUnit unit, int size) {
        unit.exceptions = FloatExceptions.IE;
        return indefinite(size);
    }

    /** The integer indefinite of 2, 4 or 8 bytes. */
    public static long indefinite(int size) {
        return size == 2 ? INDEFINITE_16 : size == 4 ? INDEFINITE_32 : INDEFINITE_64;
    }

    /** Leaves the operand, rounded to an integer, in the unit. */
    public static void roundToInteger(FloatUnit unit, long sig, int se) {
        if (unit.answersNaN(sig, se)) {
            return;
        }
        int exponent = se & Float80.EXPONENT;
        if (exponent >= Float80.BIAS + 63 || Float80.isZero(sig, se)) {
            unit.set(sig, se);
            return;
        }
        unit.noteDenormal(sig, se);
        int sign = se & Float80.SIGN;
        int shift = Float80.BIAS + 63 - Normal.exponent(se);
        long rest = WideShift.rightLow(sig, 0, shift);
        long magnitude = WideShift.rightHigh(sig, shift);
        boolean up = unit.roundsUp(sign, magnitude & 1, rest);
        if (rest != 0) {
            unit.raise(FloatExceptions.PE);
            unit.roundedUp = up;
        }
        magnitude += up ? 1 : 0;
        if (magnitude == 0) {
            unit.setZero(sign);
        } else {
            int zeros = Long.numberOfLeadingZeros(magnitude);
            unit.set(magnitude << zeros, sign | Float80.BIAS + 63 - zeros);
        }
    }
}
