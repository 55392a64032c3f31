package org.ring0.core.cpu.fpu;

/** To and from the two IEEE formats of memory operands, single and double. */
public final class FloatConversion {
    private static final int SINGLE_FRACTION = 23;
    private static final int SINGLE_BIAS = 127;
    private static final int DOUBLE_FRACTION = 52;
    private static final int DOUBLE_BIAS = 1023;

    private FloatConversion() {}

    /** Leaves a single as an operand in the unit: exact, a signaling NaN still signaling; denormals are noted. */
    public static void widenSingle(FloatUnit unit, int bits) {
        int exponent = bits >>> SINGLE_FRACTION & 0xff;
        long fraction = (long) bits << 64 - SINGLE_FRACTION;
        int sign = bits >>> 16 & Float80.SIGN;
        widen(unit, sign, exponent, exponent == 0xff, SINGLE_BIAS, fraction);
    }

    /** Leaves a double as an operand in the unit: exact, a signaling NaN still signaling; denormals are noted. */
    public static void widenDouble(FloatUnit unit, long bits) {
        int exponent = (int) (bits >>> DOUBLE_FRACTION) & 0x7ff;
        long fraction = bits << 64 - DOUBLE_FRACTION;
        int sign = (int) (bits >>> 48) & Float80.SIGN;
        widen(unit, sign, exponent, exponent == 0x7ff, DOUBLE_BIAS, fraction);
    }

    private static void widen(FloatUnit unit, int sign, int exponent, boolean top, int bias, long fraction) {
        if (exponent != 0 && !top) {
            unit.set(Float80.INTEGER_BIT | fraction >>> 1, sign | exponent - bias + Float80.BIAS);
        } else if (top) {
            unit.set(Float80.INTEGER_BIT | fraction >>> 1, sign | Float80.EXPONENT);
        } else if (fraction == 0) {
            unit.setZero(sign);
        } else {
            int shift = Long.numberOfLeadingZeros(fraction);
            unit.raise(FloatExceptions.DE);
            unit.set(fraction << shift, sign | Float80.BIAS - bias - shift);
        }
    }

    /** What FLD of a single or double does after widening: a signaling NaN is invalid and becomes quiet. */
    public static void quiet(FloatUnit unit) {
        if (Float80.isSignalingNaN(unit.significand, unit.signExponent)) {
            unit.exceptions = FloatExceptions.IE;
            unit.significand |= Float80.QUIET_BIT;
        }
    }

    /** The single that FST stores; the unit tells of exceptions. */
    public static int toSingle(FloatUnit unit, long sig, int se) {
        int magnitude = (int) narrow(unit, sig, se, SINGLE_FRACTION, SINGLE_BIAS);
        return (unit.signExponent & Float80.SIGN) << 16 | magnitude;
    }

    /** The double that FST stores; the unit tells of exceptions. */
    public static long toDouble(FloatUnit unit, long sig, int se) {
        int exponent = (se & Float80.EXPONENT) - Float80.BIAS + DOUBLE_BIAS;
        if (sig < 0 && (sig & 0x7ff) == 0 && exponent > 0 && exponent < 0x7ff) {
            return (long) (se & Float80.SIGN) << 48 | (long) exponent << DOUBLE_FRACTION | sig << 1 >>> 12;
        }
        long magnitude = narrow(unit, sig, se, DOUBLE_FRACTION, DOUBLE_BIAS);
        return (long) (unit.signExponent & Float80.SIGN) << 48 | magnitude;
    }

    /** The stored number without its sign, which is left in the unit: the indefinite is negative whatever the operand. */
    private static long narrow(FloatUnit unit, long sig, int se, int fractionBits, int bias) {
        int top = 2 * bias + 1;
        if (unit.answersNaN(sig, se)) {
            return (long) top << fractionBits | unit.significand << 1 >>> 64 - fractionBits;
        }
        unit.signExponent = se;
        if (Float80.isInfinity(sig, se)) {
            return (long) top << fractionBits;
        }
        if (sig == 0) {
            return 0;
        }
        int exponent = Normal.exponent(sig, se) - Float80.BIAS + bias;
        return narrowFinite(unit, se & Float80.SIGN, exponent, Normal.significand(sig), fractionBits, top);
    }

    private static long narrowFinite(FloatUnit unit, int sign, int exponent, long sig, int fractionBits, int top) {
        if (exponent >= top) {
            return overflow(unit, sign, fractionBits, top);
        }
        int dropped = 63 - fractionBits;
        long rest = sig << fractionBits + 1;
        long kept = sig >>> dropped;
        boolean up = unit.roundsUp(sign, kept & 1, rest);
        boolean carries = up && kept + 1 >>> fractionBits + 1 != 0;
        boolean tiny = exponent < 0 || exponent == 0 && !carries;
        if (tiny && unit.flushesToZero()) {
            unit.raise(FloatExceptions.UE | FloatExceptions.PE);
            return 0;
        }
        if (exponent <= 0) {
            int shift = dropped + 1 - exponent;
            rest = WideShift.rightLow(sig, 0, shift);
            kept = WideShift.rightHigh(sig, shift);
            up = unit.roundsUp(sign, kept & 1, rest);
            exponent = 0;
        } else {
            kept &= (1L << fractionBits) - 1;
        }
        long magnitude = ((long) exponent << fractionBits) + kept + (up ? 1 : 0);
        if (magnitude >>> fractionBits >= top) {
            return overflow(unit, sign, fractionBits, top);
        }
        if (rest != 0) {
            unit.raise(FloatExceptions.PE);
            unit.roundedUp = up;
        }
        if (tiny && (rest != 0 || !unit.isMasked(FloatExceptions.UE))) {
            unit.raise(FloatExceptions.UE);
        }
        return magnitude;
    }

    private static long overflow(FloatUnit unit, int sign, int fractionBits, int top) {
        unit.raise(FloatExceptions.OE | FloatExceptions.PE);
        unit.roundedUp = unit.overflowsToInfinity(sign);
        long infinity = (long) top << fractionBits;
        return unit.roundedUp ? infinity : infinity - 1;
    }
}
