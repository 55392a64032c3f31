package org.ring0.core.cpu.fpu;

/**
 * A positive number of 128 bits in which the transcendental functions work, so that their results are off by little more
 * than the final rounding. Seen as a floating-point number it is {@code (high:low) / 2^127 * 2^(exponent - BIAS)} with the
 * top bit set; seen as a fixed-point number, as polynomials have it, it is {@code (high:low) / 2^127}. Errors are a few
 * units of the last place.
 */
final class WideNumber {
    static final long ONE = Float80.INTEGER_BIT;

    long high;
    long low;
    int exponent;

    WideNumber set(long newHigh, long newLow, int newExponent) {
        high = newHigh;
        low = newLow;
        exponent = newExponent;
        return this;
    }

    WideNumber set(WideNumber other) {
        return set(other.high, other.low, other.exponent);
    }

    boolean isZero() {
        return (high | low) == 0;
    }

    /** Shifts until the top bit is set; zero stays. */
    WideNumber normalize() {
        if (high == 0 && low != 0) {
            high = low;
            low = 0;
            exponent -= 64;
        }
        int shift = Long.numberOfLeadingZeros(high);
        if (shift != 0 && high != 0) {
            high = high << shift | low >>> 64 - shift;
            low <<= shift;
            exponent -= shift;
        }
        return this;
    }

    /** From floating-point, not above 2, to fixed-point. */
    WideNumber toFixed() {
        int shift = Float80.BIAS - exponent;
        exponent = Float80.BIAS;
        if (shift >= 128) {
            high = 0;
            low = 0;
        } else if (shift >= 64) {
            low = high >>> shift - 64;
            high = 0;
        } else if (shift > 0) {
            low = high << 64 - shift | low >>> shift;
            high >>>= shift;
        }
        return this;
    }

    /** Floating-point product. */
    WideNumber multiply(WideNumber other) {
        exponent += other.exponent - Float80.BIAS + 1;
        multiplyHigh(other.high, other.low);
        return normalize();
    }

    /** Fixed-point product. */
    WideNumber multiplyFixed(WideNumber other) {
        multiplyHigh(other.high, other.low);
        high = high << 1 | low >>> 63;
        low <<= 1;
        return this;
    }

    /** The upper 128 bits of the product. */
    private void multiplyHigh(long otherHigh, long otherLow) {
        long top = Math.unsignedMultiplyHigh(high, otherHigh);
        long middle = high * otherHigh;
        long cross1 = Math.unsignedMultiplyHigh(high, otherLow);
        long cross2 = Math.unsignedMultiplyHigh(low, otherHigh);
        long sum = middle + cross1;
        if (Long.compareUnsigned(sum, middle) < 0) {
            top++;
        }
        long result = sum + cross2;
        if (Long.compareUnsigned(result, sum) < 0) {
            top++;
        }
        high = top;
        low = result;
    }

    /** Floating-point quotient of two normalized numbers. */
    WideNumber divide(WideNumber divisor) {
        exponent += Float80.BIAS - divisor.exponent;
        long restHigh = high;
        long restLow = low;
        long quotientHigh = 0;
        long quotientLow = 0;
        boolean carry = false;
        for (int i = 0; i < 128; i++) {
            quotientHigh = quotientHigh << 1 | quotientLow >>> 63;
            quotientLow <<= 1;
            if (carry || compare(restHigh, restLow, divisor.high, divisor.low) >= 0) {
                restHigh -= divisor.high + (Long.compareUnsigned(restLow, divisor.low) < 0 ? 1 : 0);
                restLow -= divisor.low;
                quotientLow |= 1;
            }
            carry = restHigh < 0;
            restHigh = restHigh << 1 | restLow >>> 63;
            restLow <<= 1;
        }
        high = quotientHigh;
        low = quotientLow;
        return normalize();
    }

    static int compare(long highA, long lowA, long highB, long lowB) {
        int order = Long.compareUnsigned(highA, highB);
        return order != 0 ? order : Long.compareUnsigned(lowA, lowB);
    }

    /** Fixed-point: this = this + (addHigh:addLow). */
    WideNumber add(long addHigh, long addLow) {
        low += addLow;
        high += addHigh + (Long.compareUnsigned(low, addLow) < 0 ? 1 : 0);
        return this;
    }

    /** Fixed-point: this = (fromHigh:fromLow) - this. */
    WideNumber subtractFrom(long fromHigh, long fromLow) {
        high = fromHigh - high - (Long.compareUnsigned(fromLow, low) < 0 ? 1 : 0);
        low = fromLow - low;
        return this;
    }

    /** Takes a unit of the last place off a number that is not zero. */
    WideNumber decrement() {
        if (low-- == 0) {
            high--;
        }
        return normalize();
    }

    /** Floating-point: adds, or subtracts, a number that is not larger. */
    WideNumber combine(WideNumber smaller, boolean subtract) {
        int shift = exponent - smaller.exponent;
        long addHigh = WideShift.rightHigh(smaller.high, shift, 0);
        long addLow = WideShift.rightHigh(smaller.low, shift, smaller.high);
        if (subtract) {
            high -= addHigh + (Long.compareUnsigned(low, addLow) < 0 ? 1 : 0);
            low -= addLow;
            return normalize();
        }
        long before = high;
        add(addHigh, addLow);
        if (before < 0 && high >= 0) {
            low = low >>> 1 | high << 63;
            high = high >>> 1 | ONE;
            exponent++;
        }
        return this;
    }
}
