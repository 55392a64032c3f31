package org.ring0.devices.serial;

/** The character format that LCR and the divisor latch program, and how long a character takes on the wire. */
final class UartLine {
    static final int LCR_WORD_LENGTH = 0x03;
    static final int LCR_STOP_BITS = 0x04;
    static final int LCR_PARITY_ENABLE = 0x08;
    static final int LCR_BREAK = 0x40;
    static final int LCR_DLAB = 0x80;

    private UartLine() {}

    /** Ticks of the 1.8432 MHz crystal for start, data, parity and stop bits; a divisor of 0 counts as 65536. */
    static long characterTicks(int lcr, int divisor) {
        int wordLength = 5 + (lcr & LCR_WORD_LENGTH);
        int halfBits = 2 * (1 + wordLength) + ((lcr & LCR_PARITY_ENABLE) != 0 ? 2 : 0) + stopHalfBits(lcr, wordLength);
        return 8L * halfBits * (divisor == 0 ? 0x10000 : divisor);
    }

    private static int stopHalfBits(int lcr, int wordLength) {
        if ((lcr & LCR_STOP_BITS) == 0) {
            return 2;
        }
        return wordLength == 5 ? 3 : 4;
    }
}
