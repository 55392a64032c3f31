package org.ring0.core.cpu.fpu;

/**
 * FSIN, FCOS, FSINCOS and FPTAN. As on the hardware (SDM Vol. 1, 8.3.8) the argument is reduced by the pi of 66 bits, exactly,
 * and the function of the remainder is right to the last place.
 */
public final class Trigonometry {
    /** pi / 2 of 66 bits, in units of 2^-65. */
    private static final long HALF_PI_HIGH = 0x3;

    private static final long HALF_PI_LOW = 0x243f_6a88_85a3_08d3L;
    private static final int UNIT = 65;

    private static final Polynomial SINE = Polynomial.inverseFactorials(1, 2, 14);
    private static final Polynomial COSINE = Polynomial.inverseFactorials(0, 2, 14);

    /** The reduced argument, between 0 and pi / 4, and its sign. */
    private final WideNumber remainder = new WideNumber();

    private boolean negative;
    /** The multiple of pi / 2 that was taken off; the last two bits count. */
    private int quadrant;

    private Trigonometry() {}

    /** Whether FSIN and its siblings give up on a number, and set C2: 2^63 and more. */
    public static boolean isOutOfRange(long sig, int se) {
        int exponent = se & Float80.EXPONENT;
        return exponent >= Float80.BIAS + 63 && exponent != Float80.EXPONENT && sig < 0;
    }

    public static void sine(FloatUnit unit, long sig, int se) {
        if (!answersSpecial(unit, sig, se, false)) {
            Trigonometry reduced = reduce(sig, se);
            reduced.round(unit, reduced.quadrant);
        }
    }

    public static void cosine(FloatUnit unit, long sig, int se) {
        if (!answersSpecial(unit, sig, se, true)) {
            Trigonometry reduced = reduce(sig, se);
            reduced.round(unit, reduced.quadrant + 1);
        }
    }

    public static void tangent(FloatUnit unit, long sig, int se) {
        if (answersSpecial(unit, sig, se, false)) {
            return;
        }
        Trigonometry reduced = reduce(sig, se);
        boolean inverted = (reduced.quadrant & 1) != 0;
        WideNumber sine = reduced.sineOfRemainder();
        WideNumber cosine = reduced.cosineOfRemainder();
        WideNumber quotient = inverted ? cosine.divide(sine) : sine.divide(cosine);
        unit.round(reduced.negative != inverted ? Float80.SIGN : 0, quotient.exponent, quotient.high, quotient.low | 1);
    }

    private static boolean answersSpecial(FloatUnit unit, long sig, int se, boolean cosine) {
        if (unit.answersNaN(sig, se)) {
            return true;
        }
        if (Float80.isInfinity(sig, se)) {
            unit.invalid();
            return true;
        }
        if (sig == 0) {
            unit.set(cosine ? Float80.INTEGER_BIT : 0, cosine ? Float80.BIAS : se);
            return true;
        }
        unit.noteDenormal(sig, se);
        return false;
    }

    private static Trigonometry reduce(long sig, int se) {
        Trigonometry t = new Trigonometry();
        int exponent = Normal.exponent(sig, se);
        int steps = exponent - Float80.BIAS + UNIT - 63;
        if (steps <= 0) {
            t.remainder.set(Normal.significand(sig), 0, exponent);
            return t.signed(se);
        }
        long high = 0;
        long low = sig;
        for (int i = 0; i < steps; i++) {
            high = high << 1 | low >>> 63;
            low <<= 1;
            t.quadrant <<= 1;
            if (WideNumber.compare(high, low, HALF_PI_HIGH, HALF_PI_LOW) >= 0) {
                high -= HALF_PI_HIGH + (Long.compareUnsigned(low, HALF_PI_LOW) < 0 ? 1 : 0);
                low -= HALF_PI_LOW;
                t.quadrant |= 1;
            }
        }
        t.remainder.set(high, low, Float80.BIAS + 127 - UNIT);
        if (WideNumber.compare(high << 1 | low >>> 63, low << 1, HALF_PI_HIGH, HALF_PI_LOW) > 0) {
            t.remainder.subtractFrom(HALF_PI_HIGH, HALF_PI_LOW);
            t.negative = true;
            t.quadrant++;
        }
        t.remainder.normalize();
        return t.signed(se);
    }

    /** sin(-x) = -sin(x) and cos(-x) = cos(x): a negative argument mirrors quadrant and remainder. */
    private Trigonometry signed(int se) {
        if ((se & Float80.SIGN) != 0) {
            negative = !negative;
            quadrant = -quadrant;
        }
        return this;
    }

    /** Rounds the sine of {@code turns} right angles and the remainder. */
    private void round(FloatUnit unit, int turns) {
        boolean useCosine = (turns & 1) != 0;
        WideNumber value = useCosine ? cosineOfRemainder() : sineOfRemainder();
        boolean minus = (turns & 2) != 0 ^ (!useCosine && negative);
        int sign = minus ? Float80.SIGN : 0;
        if (value.low == 0) {
            // The series ended at its first term: the truth is a little less.
            value.decrement();
        }
        unit.round(sign, value.exponent, value.high, value.low | 1);
    }

    private WideNumber square() {
        return new WideNumber().set(remainder).multiply(remainder).toFixed();
    }

    private WideNumber sineOfRemainder() {
        return SINE.alternating(square()).multiply(remainder);
    }

    private WideNumber cosineOfRemainder() {
        return COSINE.alternating(square()).normalize();
    }
}
