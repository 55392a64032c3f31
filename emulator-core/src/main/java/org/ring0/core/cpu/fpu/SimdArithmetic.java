package org.ring0.core.cpu.fpu;

import static java.lang.Double.doubleToRawLongBits;
import static java.lang.Double.longBitsToDouble;
import static java.lang.Float.floatToRawIntBits;
import static java.lang.Float.intBitsToFloat;

/**
 * ADD, SUB, MUL, DIV, SQRT, MIN and MAX of SSE on one element. While PE is set already, ordinary numbers go through Java's
 * own arithmetic, which rounds to nearest; everything else through the x87's exact units.
 */
public final class SimdArithmetic {
    private SimdArithmetic() {}

    public static long add(SimdUnit u, SimdFormat f, long a, long b) {
        if (isQuick(u, f, a, b)) {
            long sum = f == SimdFormat.DOUBLE
                    ? doubleToRawLongBits(longBitsToDouble(a) + longBitsToDouble(b))
                    : bits(single(a) + single(b));
            if (f.isSafe(sum)) {
                return sum;
            }
        }
        return u.compute(Addition::add, f, a, b);
    }

    public static long subtract(SimdUnit u, SimdFormat f, long a, long b) {
        if (isQuick(u, f, a, b)) {
            long difference = f == SimdFormat.DOUBLE
                    ? doubleToRawLongBits(longBitsToDouble(a) - longBitsToDouble(b))
                    : bits(single(a) - single(b));
            if (f.isSafe(difference)) {
                return difference;
            }
        }
        return u.compute(Addition::subtract, f, a, b);
    }

    public static long multiply(SimdUnit u, SimdFormat f, long a, long b) {
        if (isQuick(u, f, a, b)) {
            long product = f == SimdFormat.DOUBLE
                    ? doubleToRawLongBits(longBitsToDouble(a) * longBitsToDouble(b))
                    : bits(single(a) * single(b));
            if (f.isSafe(product)) {
                return product;
            }
        }
        return u.compute(Multiplication::multiply, f, a, b);
    }

    public static long divide(SimdUnit u, SimdFormat f, long a, long b) {
        if (isQuick(u, f, a, b)) {
            long quotient = f == SimdFormat.DOUBLE
                    ? doubleToRawLongBits(longBitsToDouble(a) / longBitsToDouble(b))
                    : bits(single(a) / single(b));
            if (f.isSafe(quotient)) {
                return quotient;
            }
        }
        return u.compute(Division::divide, f, a, b);
    }

    /** The root of {@code b}. */
    public static long squareRoot(SimdUnit u, SimdFormat f, long a, long b) {
        if (isQuick(u, f, b, b)) {
            // The root of a single, rounded to a double and then to a single, is rounded right: 53 bits are 2 * 24 + 5.
            long root = f == SimdFormat.DOUBLE
                    ? doubleToRawLongBits(Math.sqrt(longBitsToDouble(b)))
                    : bits((float) Math.sqrt(single(b)));
            if (f.isSafe(root)) {
                return root;
            }
        }
        long operand = u.operand(f, b);
        if (f.isNaN(operand)) {
            return u.answerNaN(f, operand, operand);
        }
        FloatUnit unit = u.beginElement();
        f.widen(unit, operand);
        SquareRoot.squareRoot(unit, unit.significand, unit.signExponent);
        return u.finish(f);
    }

    /** The second operand unless the first one is less: so for NaNs and for zeros of different signs. */
    public static long minimum(SimdUnit u, SimdFormat f, long a, long b) {
        return SimdComparison.order(u, f, a, b, false) == SimdComparison.LESS ? u.operand(f, a) : u.operand(f, b);
    }

    /** The second operand unless the first one is greater. */
    public static long maximum(SimdUnit u, SimdFormat f, long a, long b) {
        return SimdComparison.order(u, f, a, b, false) == SimdComparison.GREATER ? u.operand(f, a) : u.operand(f, b);
    }

    private static boolean isQuick(SimdUnit u, SimdFormat f, long a, long b) {
        return u.isQuick() && f.isOrdinary(a) && f.isOrdinary(b);
    }

    private static float single(long bits) {
        return intBitsToFloat((int) bits);
    }

    private static long bits(float value) {
        return floatToRawIntBits(value) & 0xffff_ffffL;
    }
}
