package org.ring0.core.cpu.fpu;

/** The conversions of SSE on one element. */
public final class SimdConversion {
    private static final long LOW_32 = 0xffff_ffffL;

    private SimdConversion() {}

    /** A signed integer as a number. */
    public static long fromInteger(SimdUnit u, SimdFormat f, long value) {
        FloatUnit unit = u.beginElement();
        IntegerConversion.widen(unit, value);
        return u.finish(f);
    }

    /**
     * A number as a signed integer of 4 or 8 bytes, zero-extended; the integer indefinite where it does not fit.
     *
     * @param chop whether to truncate whatever MXCSR says
     */
    public static long toInteger(SimdUnit u, SimdFormat f, long bits, int size, boolean chop) {
        long operand = u.operand(f, bits);
        FloatUnit unit = u.beginElement();
        f.widen(unit, operand);
        // Denormal operands are not told of.
        unit.exceptions = 0;
        long result = IntegerConversion.toInteger(unit, unit.significand, unit.signExponent, size, chop);
        u.raise(unit.exceptions);
        return size == 4 ? result & LOW_32 : result;
    }

    /** A number in the other format. */
    public static long convert(SimdUnit u, SimdFormat from, SimdFormat to, long bits) {
        long operand = u.operand(from, bits);
        FloatUnit unit = u.beginElement();
        from.widen(unit, operand);
        return u.finish(to);
    }

    /**
     * A number rounded to an integer, in its own format; a denormal operand is not told of. Java's own rounding serves: it
     * keeps the sign of zero, and singles are doubles too.
     *
     * @param tellInexact whether to raise PE
     */
    public static long toIntegral(SimdUnit u, SimdFormat f, long bits, boolean tellInexact) {
        long operand = u.operand(f, bits);
        if (f.isNaN(operand)) {
            return u.answerNaN(f, operand, operand);
        }
        double value = f == SimdFormat.DOUBLE ? Double.longBitsToDouble(operand) : Float.intBitsToFloat((int) operand);
        double rounded = switch (u.roundingControl()) {
            case FpuBits.RC_NEAREST -> Math.rint(value);
            case FpuBits.RC_DOWN -> Math.floor(value);
            case FpuBits.RC_UP -> Math.ceil(value);
            default -> value < 0 ? Math.ceil(value) : Math.floor(value);
        };
        if (tellInexact && rounded != value) {
            u.raise(FloatExceptions.PE);
        }
        return f == SimdFormat.DOUBLE
                ? Double.doubleToRawLongBits(rounded)
                : Float.floatToRawIntBits((float) rounded) & LOW_32;
    }
}
