package org.ring0.core.cpu.isa.sse;

/**
 * The rounds of AES (FIPS 197) on a state of 16 bytes in two halves of two columns each, the first byte lowest: pure
 * functions that give one half. Columns are mixed eight bytes at a time.
 */
final class AesRounds {
    private static final byte[] SUBSTITUTES = substitutes();
    private static final byte[] INVERSE = inverse();
    private static final long BYTES_LOWEST_BITS = 0x0101_0101_0101_0101L;
    /** x^8 = x^4 + x^3 + x + 1. */
    private static final int REDUCTION = 0x1b;

    private AesRounds() {}

    /** SubBytes (FIPS 197, 5.1.1): the affine map of reciprocals, found by going through the powers of 3 and of 1/3. */
    private static byte[] substitutes() {
        byte[] box = new byte[256];
        int power = 1;
        int reciprocal = 1;
        do {
            power = power ^ power << 1 & 0xff ^ (power & 0x80) / 0x80 * 0x1b;
            reciprocal ^= reciprocal << 1;
            reciprocal ^= reciprocal << 2;
            reciprocal ^= reciprocal << 4;
            reciprocal = reciprocal & 0xff ^ (reciprocal & 0x80) / 0x80 * 0x09;
            int twice = reciprocal * 0x101;
            box[power] = (byte) (reciprocal ^ twice >> 4 ^ twice >> 5 ^ twice >> 6 ^ twice >> 7 ^ 0x63);
        } while (power != 1);
        box[0] = 0x63;
        return box;
    }

    private static byte[] inverse() {
        byte[] box = new byte[256];
        for (int value = 0; value < box.length; value++) {
            box[SUBSTITUTES[value] & 0xff] = (byte) value;
        }
        return box;
    }

    /** SubBytes and ShiftRows: byte n comes from byte 5 * n. */
    static long substitute(long low, long high, int firstByte) {
        long result = 0;
        for (int n = 0; n < 8; n++) {
            result |= (SUBSTITUTES[byteOf(low, high, 5 * (firstByte + n) & 15)] & 0xffL) << 8 * n;
        }
        return result;
    }

    /** InvShiftRows and InvSubBytes: byte n comes from byte -3 * n. */
    static long substituteBack(long low, long high, int firstByte) {
        long result = 0;
        for (int n = 0; n < 8; n++) {
            result |= (INVERSE[byteOf(low, high, -3 * (firstByte + n) & 15)] & 0xffL) << 8 * n;
        }
        return result;
    }

    private static int byteOf(long low, long high, int n) {
        return (int) ((n < 8 ? low : high) >>> 8 * (n & 7)) & 0xff;
    }

    /** MixColumns (5.1.3) of two columns. */
    static long mix(long columns) {
        long next = rotate(columns, 8);
        return twice(columns ^ next) ^ next ^ rotate(columns, 16) ^ rotate(columns, 24);
    }

    /** InvMixColumns (5.3.3): its matrix is that of MixColumns times one of 5s and 4s. */
    static long mixBack(long columns) {
        return mix(columns ^ twice(twice(columns ^ rotate(columns, 16))));
    }

    /** Each byte times x. */
    private static long twice(long bytes) {
        return (bytes & ~(BYTES_LOWEST_BITS << 7)) << 1 ^ (bytes >>> 7 & BYTES_LOWEST_BITS) * REDUCTION;
    }

    /** Each column rotated right. */
    private static long rotate(long columns, int bits) {
        long stay = (1L << 32 - bits) - 1;
        long mask = stay | stay << 32;
        return columns >>> bits & mask | columns << 32 - bits & ~mask;
    }

    /** SubWord of a dword, and above it RotWord of that, with the round constant (5.2). */
    static long expand(int dword, int roundConstant) {
        int result = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            result |= (SUBSTITUTES[dword >>> shift & 0xff] & 0xff) << shift;
        }
        return result & 0xffff_ffffL | (long) (Integer.rotateRight(result, 8) ^ roundConstant) << 32;
    }
}
