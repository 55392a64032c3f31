package org.ring0.core.cpu.isa.body;

import org.ring0.core.cpu.state.CpuException;

/** Division of 128 by 64 bits. */
final class Wide {
    /** What a division gives. */
    record Quotient(long value, long remainder) {}

    private Wide() {}

    /** Long division bit by bit; the caller has checked that the quotient fits: {@code high < divisor} unsigned. */
    static Quotient divideUnsigned(long high, long low, long divisor) {
        if (high == 0) {
            return new Quotient(Long.divideUnsigned(low, divisor), Long.remainderUnsigned(low, divisor));
        }
        long remainder = high;
        long quotient = 0;
        for (int bit = 63; bit >= 0; bit--) {
            boolean carry = remainder < 0;
            remainder = remainder << 1 | low >>> bit & 1;
            if (carry || Long.compareUnsigned(remainder, divisor) >= 0) {
                remainder -= divisor;
                quotient |= 1L << bit;
            }
        }
        return new Quotient(quotient, remainder);
    }

    /** Raises #DE when the quotient does not fit; the divisor is not zero. */
    static Quotient divideSigned(long high, long low, long divisor) {
        boolean negative = high < 0;
        long magnitudeLow = negative ? -low : low;
        long magnitudeHigh = negative ? low == 0 ? -high : ~high : high;
        long magnitude = Math.abs(divisor);
        if (Long.compareUnsigned(magnitudeHigh, magnitude) >= 0) {
            throw CpuException.de();
        }
        Quotient unsigned = divideUnsigned(magnitudeHigh, magnitudeLow, magnitude);
        boolean quotientNegative = negative != divisor < 0;
        long value = quotientNegative ? -unsigned.value() : unsigned.value();
        if (unsigned.value() != 0 && value < 0 != quotientNegative) {
            throw CpuException.de();
        }
        return new Quotient(value, negative ? -unsigned.remainder() : unsigned.remainder());
    }
}
