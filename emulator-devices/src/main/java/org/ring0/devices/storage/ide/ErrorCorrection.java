package org.ring0.devices.storage.ide;

/**
 * The error detection and correction codes of a mode 1 sector (ECMA-130, 14.3 to 14.5 and annex A): a CRC, and two
 * Reed-Solomon codes over GF(2^8) across the bytes from the header on.
 */
final class ErrorCorrection {
    private static final int EDC_AT = 2064;
    /** x^32+x^31+x^16+x^15+x^4+x^3+x+1, bits reversed. */
    private static final int EDC_POLYNOMIAL = 0xD8018001;

    /** x^8+x^4+x^3+x^2+1. */
    private static final int FIELD_POLYNOMIAL = 0x11D;

    private static final int CODED_FROM = 12;
    private static final int P_AT = 2076;
    private static final int P_VECTORS = 86;
    private static final int P_LENGTH = 24;
    private static final int Q_AT = 2248;
    private static final int Q_VECTORS = 52;
    private static final int Q_LENGTH = 43;
    private static final int Q_STEP = 88;

    private static final int[] EDC = new int[256];
    /** Division by x+1 in the field, where x is the primitive element. */
    private static final int[] BY_X_PLUS_1 = new int[256];

    static {
        for (int i = 0; i < 256; i++) {
            int crc = i;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc >>> 1 ^ ((crc & 1) != 0 ? EDC_POLYNOMIAL : 0);
            }
            EDC[i] = crc;
            BY_X_PLUS_1[i ^ timesX(i)] = i;
        }
    }

    private ErrorCorrection() {}

    /** Fills in bytes 2064 to 2351 of a raw sector of 2352. */
    static void add(byte[] raw) {
        int crc = 0;
        for (int i = 0; i < EDC_AT; i++) {
            crc = crc >>> 8 ^ EDC[(crc ^ raw[i]) & 0xff];
        }
        for (int i = 0; i < 4; i++) {
            raw[EDC_AT + i] = (byte) (crc >>> 8 * i);
        }
        for (int vector = 0; vector < P_VECTORS; vector++) {
            parity(raw, vector, P_VECTORS, P_LENGTH, P_VECTORS * P_LENGTH, P_AT + vector, P_VECTORS);
        }
        for (int vector = 0; vector < Q_VECTORS; vector++) {
            int first = vector / 2 * P_VECTORS + vector % 2;
            parity(raw, first, Q_STEP, Q_LENGTH, Q_VECTORS * Q_LENGTH, Q_AT + vector, Q_VECTORS);
        }
    }

    /** The two parity bytes that make the sum of a vector, and its sum weighted by powers of x, zero. */
    private static void parity(byte[] raw, int first, int step, int length, int size, int to, int toStep) {
        int sum = 0;
        int weighted = 0;
        int at = first;
        for (int i = 0; i < length; i++) {
            int value = raw[CODED_FROM + at] & 0xff;
            sum ^= value;
            weighted = timesX(weighted ^ value);
            at += step;
            if (at >= size) {
                at -= size;
            }
        }
        int parity0 = BY_X_PLUS_1[timesX(weighted) ^ sum];
        raw[to] = (byte) parity0;
        raw[to + toStep] = (byte) (parity0 ^ sum);
    }

    private static int timesX(int value) {
        int shifted = value << 1;
        return (shifted & 0x100) != 0 ? shifted ^ FIELD_POLYNOMIAL : shifted;
    }
}
