package org.ring0.core.cpu.fpu;

/** The comparisons of SSE on one element: CMPPS and its like, COMISS, UCOMISS. */
public final class SimdComparison {
    public static final int LESS = 1;
    public static final int EQUAL = 2;
    public static final int GREATER = 4;
    public static final int UNORDERED = 8;

    /** What makes the predicates EQ, LT, LE and UNORD true; the other four are their opposites. */
    private static final int[] PREDICATES = {EQUAL, LESS, LESS | EQUAL, UNORDERED};

    private SimdComparison() {}

    /**
     * Compares a with b.
     *
     * @param quiet whether quiet NaNs are no invalid operation
     * @return {@link #LESS}, {@link #EQUAL}, {@link #GREATER} or {@link #UNORDERED}
     */
    public static int order(SimdUnit u, SimdFormat f, long first, long second, boolean quiet) {
        long a = u.operand(f, first);
        long b = u.operand(f, second);
        if (f.isNaN(a) || f.isNaN(b)) {
            if (!quiet || f.isSignaling(a) || f.isSignaling(b)) {
                u.raise(FloatExceptions.IE);
            }
            return UNORDERED;
        }
        if (f.isDenormal(a) || f.isDenormal(b)) {
            u.raise(FloatExceptions.DE);
        }
        int order = Long.compare(magnitude(f, a), magnitude(f, b));
        return order == 0 ? EQUAL : order < 0 ? LESS : GREATER;
    }

    /** The bits as an integer of the same order; both zeros are zero. */
    private static long magnitude(SimdFormat f, long bits) {
        long absolute = bits & ~f.sign & f.mask;
        return (bits & f.sign) != 0 ? -absolute : absolute;
    }

    /** All ones if the predicate (0 to 7) holds, otherwise zero. */
    public static long compare(SimdUnit u, SimdFormat f, long a, long b, int predicate) {
        boolean quiet = (predicate & 3) == 0 || (predicate & 3) == 3;
        return holds(order(u, f, a, b, quiet), predicate) ? f.mask : 0;
    }

    /** Whether two numbers in an order fulfil the predicate (0 to 7). */
    static boolean holds(int order, int predicate) {
        return ((order & PREDICATES[predicate & 3]) != 0) != ((predicate & 4) != 0);
    }
}
