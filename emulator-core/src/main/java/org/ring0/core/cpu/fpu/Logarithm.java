package org.ring0.core.cpu.fpu;

/** FYL2X and FYL2XP1: y · log2(x) and y · log2(x + 1). */
public final class Logarithm {
    private static final long SQUARE_ROOT_OF_2 = 0xb504_f333_f9de_6484L;
    /** 2 / ln(2). */
    private static final long SCALE_HIGH = 0xb8aa_3b29_5c17_f0bbL;

    private static final long SCALE_LOW = 0xbe87_fed0_691d_3e89L;
    /** 1 - sqrt(2) / 2: FYL2XP1 is defined below this magnitude. */
    private static final long LIMIT = 0x95f6_1998_0c43_36f7L;

    private static final int LIMIT_EXPONENT = Float80.BIAS - 2;
    private static final Polynomial ODDS = Polynomial.inverseOdds(20);

    /** The magnitude of a logarithm, and its sign. */
    private final WideNumber value = new WideNumber();

    private boolean negative;

    private Logarithm() {}

    /** Leaves y · log2(x) in the unit. */
    public static void logarithm(FloatUnit unit, long sigX, int seX, long sigY, int seY) {
        if (unit.answersNaN(sigX, seX, sigY, seY)) {
            return;
        }
        boolean infiniteY = Float80.isInfinity(sigY, seY);
        boolean zeroX = Float80.isZero(sigX, seX);
        boolean one = sigX == Float80.INTEGER_BIT && seX == Float80.BIAS;
        if ((seX & Float80.SIGN) != 0 && !zeroX || zeroX && sigY == 0 || one && infiniteY) {
            unit.invalid();
            return;
        }
        int signY = seY & Float80.SIGN;
        if (zeroX) {
            if (!infiniteY) {
                unit.raise(FloatExceptions.ZE);
            }
            unit.setInfinity(signY ^ Float80.SIGN);
            return;
        }
        if (Float80.isInfinity(sigX, seX)) {
            if (sigY == 0) {
                unit.invalid();
            } else {
                unit.noteDenormal(sigY, seY);
                unit.setInfinity(signY);
            }
            return;
        }
        unit.noteDenormal(sigX, seX);
        unit.noteDenormal(sigY, seY);
        Logarithm log = of(Normal.significand(sigX), 0, Normal.exponent(sigX, seX));
        log.times(unit, sigY, seY, one);
    }

    /** Leaves y · log2(x + 1) in the unit. */
    public static void logarithmPlus1(FloatUnit unit, long sigX, int seX, long sigY, int seY) {
        if (unit.answersNaN(sigX, seX, sigY, seY)) {
            return;
        }
        boolean infiniteY = Float80.isInfinity(sigY, seY);
        boolean negativeX = (seX & Float80.SIGN) != 0;
        if (Float80.isInfinity(sigX, seX)) {
            if (negativeX || sigY == 0) {
                unit.invalid();
            } else {
                unit.noteDenormal(sigY, seY);
                unit.setInfinity(seY & Float80.SIGN);
            }
            return;
        }
        if (sigX == 0) {
            if (infiniteY) {
                unit.invalid();
            } else {
                unit.noteDenormal(sigY, seY);
                unit.setZero((seX ^ seY) & Float80.SIGN);
            }
            return;
        }
        unit.noteDenormal(sigX, seX);
        unit.noteDenormal(sigY, seY);
        ofPlus1(unit, Normal.significand(sigX), Normal.exponent(sigX, seX), negativeX, sigY, seY);
    }

    private static void ofPlus1(FloatUnit unit, long sig, int exponent, boolean negativeX, long sigY, int seY) {
        WideNumber x = new WideNumber().set(sig, 0, exponent);
        boolean small =
                exponent < LIMIT_EXPONENT || exponent == LIMIT_EXPONENT && Long.compareUnsigned(sig, LIMIT) <= 0;
        if (small) {
            Logarithm log = new Logarithm();
            WideNumber divisor =
                    new WideNumber().set(WideNumber.ONE, 0, Float80.BIAS + 1).combine(x, negativeX);
            log.series(x, divisor);
            log.negative = negativeX;
            log.times(unit, sigY, seY, false);
            return;
        }
        WideNumber sum = new WideNumber().set(WideNumber.ONE, 0, Float80.BIAS);
        if (!negativeX && exponent >= Float80.BIAS) {
            x.combine(sum, false);
            sum = x;
        } else if (exponent < Float80.BIAS) {
            sum.combine(x, negativeX);
        } else {
            // Undefined: the hardware leaves x.
            unit.raise(FloatExceptions.PE);
            unit.set(sig, Float80.SIGN | exponent);
            return;
        }
        of(sum.high, sum.low, sum.exponent).times(unit, sigY, seY, false);
    }

    /** The logarithm to base 2 of a normalized number. */
    private static Logarithm of(long high, long low, int exponent) {
        Logarithm log = new Logarithm();
        boolean above = Long.compareUnsigned(high, SQUARE_ROOT_OF_2) > 0;
        int whole = exponent - Float80.BIAS + (above ? 1 : 0);
        WideNumber one = new WideNumber().set(WideNumber.ONE, 0, Float80.BIAS);
        WideNumber mantissa = new WideNumber().set(high, low, above ? Float80.BIAS - 1 : Float80.BIAS);
        if (above) {
            WideNumber distance = new WideNumber().set(one).combine(mantissa, true);
            log.series(distance, one.combine(mantissa, false));
            log.negative = true;
        } else if (high != WideNumber.ONE || low != 0) {
            WideNumber distance = new WideNumber().set(mantissa).combine(one, true);
            log.series(distance, mantissa.combine(one, false));
        }
        log.addWhole(whole);
        return log;
    }

    /** The logarithm of (1 + s) / (1 - s), where s is the given quotient: ln is 2 (s + s^3 / 3 + s^5 / 5 + ...). */
    private void series(WideNumber distance, WideNumber divisor) {
        WideNumber s = distance.divide(divisor);
        WideNumber square = new WideNumber().set(s).multiply(s).toFixed();
        value.set(SCALE_HIGH, SCALE_LOW, Float80.BIAS + 1)
                .multiply(s)
                .multiply(ODDS.sum(square).normalize());
    }

    private void addWhole(int whole) {
        if (whole == 0) {
            return;
        }
        WideNumber sum =
                new WideNumber().set(Math.abs(whole), 0, Float80.BIAS + 63).normalize();
        boolean minus = whole < 0;
        if (!value.isZero()) {
            sum.combine(value, negative != minus);
        }
        negative = minus;
        value.set(sum);
    }

    private void times(FloatUnit unit, long sigY, int seY, boolean one) {
        int sign = seY & Float80.SIGN ^ (negative ? Float80.SIGN : 0);
        if (Float80.isInfinity(sigY, seY)) {
            unit.setInfinity(sign);
        } else if (sigY == 0 || one) {
            unit.setZero(sign);
        } else {
            value.multiply(new WideNumber().set(Normal.significand(sigY), 0, Normal.exponent(sigY, seY)));
            unit.round(sign, value.exponent, value.high, value.low | 1);
        }
    }
}
