package org.ring0.core.cpu.fpu;

/**
 * One floating-point operation: the rounding and precision it runs under, its result and the exceptions it met. Every
 * operation of this package takes a unit and leaves its answer there, so that none allocates. Rounding is here, with the
 * masked and unmasked responses to overflow and underflow (SDM Vol. 1, 4.9.1 and 8.5).
 *
 * <p>Tininess is detected after rounding. An unmasked overflow or underflow wraps the exponent by 24576; one
 * that is too large for that, which only FSCALE has, gives infinity or zero.
 */
public final class FloatUnit {
    private static final int WRAP = 24576;
    /** In place of a precision: the result keeps 64 bits, and the last one is a one if anything is lost below. */
    private static final int TO_ODD = 0;

    public long significand;
    public int signExponent;
    /** {@code IE} to {@code PE}, as in the status word. */
    public int exceptions;
    /** What C1 tells: the last rounding was away from zero. */
    public boolean roundedUp;

    private int control;
    private int roundingControl;
    /** Bits of significand: 24, 53 or 64; or {@link #TO_ODD}. */
    private int precision;

    private boolean flushesToZero;

    /** Starts an operation that obeys precision control: FADD, FSUB, FMUL, FDIV, FSQRT and their forms. */
    public void begin(int controlWord) {
        beginExtended(controlWord);
        int field = controlWord & FpuBits.PC;
        if (field == 0) {
            precision = 24;
        } else if (field == 2 << FpuBits.PC_SHIFT) {
            precision = 53;
        }
    }

    /** Starts an operation that gives 64 bits whatever precision control says. */
    public void beginExtended(int controlWord) {
        control = controlWord;
        roundingControl = controlWord >> FpuBits.RC_SHIFT & 3;
        precision = 64;
        flushesToZero = false;
        exceptions = 0;
        roundedUp = false;
    }

    /**
     * Starts an operation on numbers of at most 53 bits whose result is rounded when it is narrowed, and only then: rounding
     * to odd before loses nothing (Boldo and Melquiond, "Emulation of a FMA and correctly rounded sums").
     *
     * @param flushToZero whether narrowing gives zero for what is tiny
     */
    void beginToOdd(int controlWord, boolean flushToZero) {
        beginExtended(controlWord);
        precision = TO_ODD;
        flushesToZero = flushToZero;
    }

    /** Whether a tiny result becomes zero (MXCSR.FTZ, while underflow is masked). */
    boolean flushesToZero() {
        return flushesToZero && isMasked(FloatExceptions.UE);
    }

    public int roundingControl() {
        return roundingControl;
    }

    boolean isMasked(int exception) {
        return (control & exception) != 0;
    }

    void raise(int exception) {
        exceptions |= exception;
    }

    void set(long newSignificand, int newSignExponent) {
        significand = newSignificand;
        signExponent = newSignExponent;
    }

    void setZero(int sign) {
        set(0, sign);
    }

    void setInfinity(int sign) {
        set(Float80.INTEGER_BIT, sign | Float80.EXPONENT);
    }

    /** An invalid operation: the indefinite. It comes before every other exception. */
    void invalid() {
        exceptions = FloatExceptions.IE;
        set(Float80.INDEFINITE_SIGNIFICAND, Float80.INDEFINITE_SIGN_EXPONENT);
    }

    /** The sign of an exact zero that is the sum of two numbers of different signs. */
    int cancelledSign() {
        return roundingControl == FpuBits.RC_DOWN ? Float80.SIGN : 0;
    }

    /**
     * Rounds and stores a number that is not zero.
     *
     * @param sign 0 or {@link Float80#SIGN}
     * @param exponent biased, of any size
     * @param high the significand, its integer bit set
     * @param low what follows the significand; all that is lost below may be a one in its last place
     */
    void round(int sign, int exponent, long high, long low) {
        if (precision != 64 || exponent <= 0 || exponent >= Float80.EXPONENT - 1) {
            roundWithCare(sign, exponent, high, low);
            return;
        }
        if (low != 0) {
            exceptions |= FloatExceptions.PE;
            if (roundsUp(sign, high & 1, low)) {
                roundedUp = true;
                if (++high == 0) {
                    high = Float80.INTEGER_BIT;
                    exponent++;
                }
            }
        }
        significand = high;
        signExponent = sign | exponent;
    }

    private void roundWithCare(int sign, int exponent, long high, long low) {
        if (precision == TO_ODD) {
            set(low == 0 ? high : high | 1, sign | exponent);
            return;
        }
        if (exponent <= 0 && isMasked(FloatExceptions.UE)) {
            roundDenormal(sign, exponent, high, low);
            return;
        }
        long unit = 1L << 64 - precision;
        long rest = rest(high, low);
        long kept = high & -unit;
        boolean up = rest != 0 && roundsUp(sign, high & unit, rest);
        if (up) {
            kept += unit;
            if (kept == 0) {
                kept = Float80.INTEGER_BIT;
                exponent++;
            }
        }
        if (exponent >= Float80.EXPONENT) {
            overflow(sign, exponent, kept, rest != 0, up);
            return;
        }
        if (rest != 0) {
            raise(FloatExceptions.PE);
            roundedUp = up;
        }
        if (exponent <= 0) {
            wrapUnderflow(sign, exponent, kept);
        } else {
            set(kept, sign | exponent);
        }
    }

    private void wrapUnderflow(int sign, int exponent, long kept) {
        raise(FloatExceptions.UE);
        if (exponent + WRAP > 0) {
            set(kept, sign | exponent + WRAP);
        } else {
            raise(FloatExceptions.PE);
            roundedUp = false;
            setZero(sign);
        }
    }

    private void overflow(int sign, int exponent, long kept, boolean inexact, boolean up) {
        raise(FloatExceptions.OE);
        boolean massive = exponent - WRAP >= Float80.EXPONENT;
        if (!isMasked(FloatExceptions.OE) && !massive) {
            if (inexact) {
                raise(FloatExceptions.PE);
                roundedUp = up;
            }
            set(kept, sign | exponent - WRAP);
            return;
        }
        raise(FloatExceptions.PE);
        roundedUp = !isMasked(FloatExceptions.OE) || overflowsToInfinity(sign);
        if (roundedUp) {
            setInfinity(sign);
        } else {
            set(-1L << 64 - precision, sign | Float80.EXPONENT - 1);
        }
    }

    boolean overflowsToInfinity(int sign) {
        return roundingControl == FpuBits.RC_NEAREST
                || roundingControl == (sign == 0 ? FpuBits.RC_UP : FpuBits.RC_DOWN);
    }

    private void roundDenormal(int sign, int exponent, long high, long low) {
        long unit = 1L << 64 - precision;
        boolean tiny = exponent < 0 || (high & -unit) != -unit || !roundsUp(sign, high & unit, rest(high, low));
        int shift = 1 - exponent;
        long shiftedLow = WideShift.rightLow(high, low, shift);
        long shiftedHigh = WideShift.rightHigh(high, shift);
        long rest = rest(shiftedHigh, shiftedLow);
        long kept = shiftedHigh & -unit;
        if (rest != 0) {
            raise(tiny ? FloatExceptions.PE | FloatExceptions.UE : FloatExceptions.PE);
            roundedUp = roundsUp(sign, shiftedHigh & unit, rest);
            if (roundedUp) {
                kept += unit;
            }
        }
        set(kept, kept < 0 ? sign | 1 : sign);
    }

    /** What lies below the last kept bit, as a fraction of it, left-aligned. */
    private long rest(long high, long low) {
        if (precision == 64) {
            return low;
        }
        return high << precision | (low == 0 ? 0 : 1);
    }

    /**
     * Whether a magnitude goes up to the next one.
     *
     * @param lastBit whether the last kept bit is a one
     * @param rest the discarded fraction, left-aligned
     */
    boolean roundsUp(int sign, long lastBit, long rest) {
        return switch (roundingControl) {
            case FpuBits.RC_NEAREST -> rest < 0 && (rest << 1 != 0 || lastBit != 0);
            case FpuBits.RC_DOWN -> sign != 0 && rest != 0;
            case FpuBits.RC_UP -> sign == 0 && rest != 0;
            default -> false;
        };
    }

    /**
     * Answers an operation with a NaN or an unsupported operand, if there is one.
     *
     * @return whether the result is set and the operation done
     */
    boolean answersNaN(long significandA, int signExponentA, long significandB, int signExponentB) {
        if (Float80.isUnsupported(significandA, signExponentA) || Float80.isUnsupported(significandB, signExponentB)) {
            invalid();
            return true;
        }
        boolean nanA = Float80.isNaN(significandA, signExponentA);
        boolean nanB = Float80.isNaN(significandB, signExponentB);
        if (!nanA && !nanB) {
            return false;
        }
        boolean signalingA = nanA && (significandA & Float80.QUIET_BIT) == 0;
        boolean signalingB = nanB && (significandB & Float80.QUIET_BIT) == 0;
        exceptions = signalingA || signalingB ? FloatExceptions.IE : 0;
        boolean takeA = nanA;
        if (nanA && nanB) {
            takeA = signalingA != signalingB
                    ? signalingB
                    : isLarger(significandA, signExponentA, significandB, signExponentB);
        }
        if (takeA) {
            set(significandA | Float80.QUIET_BIT, signExponentA);
        } else {
            set(significandB | Float80.QUIET_BIT, signExponentB);
        }
        return true;
    }

    private static boolean isLarger(long significandA, int signExponentA, long significandB, int signExponentB) {
        int order = Long.compareUnsigned(significandA, significandB);
        return order > 0 || order == 0 && signExponentA <= signExponentB;
    }

    /** As {@link #answersNaN(long, int, long, int)} for an operation with one operand. */
    boolean answersNaN(long significandA, int signExponentA) {
        return answersNaN(significandA, signExponentA, 0, 0);
    }

    /** Raises the denormal-operand exception if the operand is one. */
    void noteDenormal(long operandSignificand, int operandSignExponent) {
        if (Float80.isDenormal(operandSignificand, operandSignExponent)) {
            raise(FloatExceptions.DE);
        }
    }
}
