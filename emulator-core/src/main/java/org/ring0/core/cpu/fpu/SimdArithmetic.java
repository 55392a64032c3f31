package org.ring0.core.cpu.fpu;

/**
 * ADD, SUB, MUL, DIV, SQRT, MIN and MAX of SSE on one element: where Java's own arithmetic does not serve, through the x87's
 * exact units.
 */
public final class SimdArithmetic {
    private SimdArithmetic() {}

    public static long add(SimdUnit u, SimdFormat f, long a, long b) {
        long quick = f == SimdFormat.DOUBLE ? QuickDouble.add(a, b, u.ease()) : QuickSingle.add(a, b, u.ease());
        return quick != QuickDouble.NO_ANSWER ? quick : u.compute(Addition::add, f, a, b);
    }

    public static long subtract(SimdUnit u, SimdFormat f, long a, long b) {
        long quick =
                f == SimdFormat.DOUBLE ? QuickDouble.subtract(a, b, u.ease()) : QuickSingle.subtract(a, b, u.ease());
        return quick != QuickDouble.NO_ANSWER ? quick : u.compute(Addition::subtract, f, a, b);
    }

    public static long multiply(SimdUnit u, SimdFormat f, long a, long b) {
        long quick =
                f == SimdFormat.DOUBLE ? QuickDouble.multiply(a, b, u.ease()) : QuickSingle.multiply(a, b, u.ease());
        return quick != QuickDouble.NO_ANSWER ? quick : u.compute(Multiplication::multiply, f, a, b);
    }

    public static long divide(SimdUnit u, SimdFormat f, long a, long b) {
        long quick = f == SimdFormat.DOUBLE ? QuickDouble.divide(a, b, u.ease()) : QuickSingle.divide(a, b, u.ease());
        return quick != QuickDouble.NO_ANSWER ? quick : u.compute(Division::divide, f, a, b);
    }

    /** The root of {@code b}. */
    public static long squareRoot(SimdUnit u, SimdFormat f, long a, long b) {
        long quick = f == SimdFormat.DOUBLE ? QuickDouble.squareRoot(b, u.ease()) : QuickSingle.squareRoot(b, u.ease());
        if (quick != QuickDouble.NO_ANSWER) {
            return quick;
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
}
