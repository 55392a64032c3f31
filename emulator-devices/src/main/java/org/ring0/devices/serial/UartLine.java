package org.ring0.devices.serial;

/** The character format that LCR and the divisor latch program, and how long a character takes on the wire. */
final class UartLine {
    private int lcr;
    private int divisor;

    int lcr() {
        return lcr;
    }

    void setLcr(int value) {
        lcr = value & 0xff;
    }

    int divisor() {
        return divisor;
    }

    void setDivisor(int value) {
        divisor = value & 0xffff;
    }

    boolean divisorLatchAccess() {
        return (lcr & UartBits.LCR_DLAB) != 0;
    }

    /** Ticks of the crystal that a character takes with the present format. */
    long characterTicks() {
        return characterTicks(lcr, divisor);
    }

    /** Ticks of the crystal for start, data, parity and stop bits; a divisor of 0 counts as 65536. */
    static long characterTicks(int lcr, int divisor) {
        int wordLength = 5 + (lcr & UartBits.LCR_WORD_LENGTH);
        int parity = (lcr & UartBits.LCR_PARITY_ENABLE) != 0 ? 2 : 0;
        int halfBits = 2 * (1 + wordLength) + parity + stopHalfBits(lcr, wordLength);
        return 8L * halfBits * (divisor == 0 ? 0x10000 : divisor);
    }

    private static int stopHalfBits(int lcr, int wordLength) {
        if ((lcr & UartBits.LCR_STOP_BITS) == 0) {
            return 2;
        }
        return wordLength == 5 ? 3 : 4;
    }
}
