package org.ring0.core.cpu.fpu;

/** F2XM1: 2^x - 1 for x between -1 and 1. */
public final class Exponential {
    static final long LN2_HIGH = 0xb172_17f7_d1cf_79abL;
    static final long LN2_LOW = 0xc9e3_b398_03f2_f6afL;

    private static final Polynomial FACTORIALS = Polynomial.inverseFactorials(1, 1, 26);

    private Exponential() {}

    /** Leaves 2^x - 1 in the unit; outside of -1 to 1, where it is undefined, x itself. */
    public static void powerMinus1(FloatUnit unit, long sig, int se) {
        if (unit.answersNaN(sig, se)) {
            return;
        }
        boolean negative = (se & Float80.SIGN) != 0;
        if (Float80.isInfinity(sig, se)) {
            unit.set(sig, se);
            if (negative) {
                unit.set(Float80.INTEGER_BIT, Float80.SIGN | Float80.BIAS);
            }
            return;
        }
        unit.noteDenormal(sig, se);
        int exponent = Normal.exponent(sig, se);
        if (sig == 0) {
            unit.set(sig, se);
            return;
        }
        if (exponent >= Float80.BIAS) {
            boolean minusOne = negative && exponent == Float80.BIAS && sig == Float80.INTEGER_BIT;
            unit.raise(FloatExceptions.PE);
            unit.set(sig, minusOne ? se - 1 : se);
            return;
        }
        WideNumber u = new WideNumber()
                .set(LN2_HIGH, LN2_LOW, Float80.BIAS - 1)
                .multiply(new WideNumber().set(Normal.significand(sig), 0, exponent));
        WideNumber fixed = new WideNumber().set(u).toFixed();
        WideNumber series = negative ? FACTORIALS.alternating(fixed) : FACTORIALS.sum(fixed);
        u.multiply(series.normalize());
        unit.round(se & Float80.SIGN, u.exponent, u.high, u.low | 1);
    }
}
