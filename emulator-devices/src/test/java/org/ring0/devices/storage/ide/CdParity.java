package org.ring0.devices.storage.ide;

/** Checks of ECMA-130's codes by their definition: a CRC without remainder, and vectors orthogonal to the parity matrix. */
final class CdParity {
    private CdParity() {}

    static int edcRemainder(byte[] raw) {
        int crc = 0;
        for (int i = 0; i < 2068; i++) {
            crc ^= raw[i] & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc >>> 1 ^ ((crc & 1) != 0 ? 0xD8018001 : 0);
            }
        }
        return crc;
    }

    /** Words of two bytes, two interleaved planes; P vectors step by 43 words, Q vectors by 44. */
    static boolean isCodeword(byte[] raw) {
        boolean good = true;
        for (int plane = 0; plane < 2; plane++) {
            for (int n = 0; n < 43; n++) {
                int[] word = new int[26];
                for (int m = 0; m < 26; m++) {
                    word[m] = raw[12 + 2 * (43 * m + n) + plane] & 0xff;
                }
                good &= isOrthogonal(word);
            }
            for (int n = 0; n < 26; n++) {
                int[] word = new int[45];
                for (int m = 0; m < 43; m++) {
                    word[m] = raw[12 + 2 * ((44 * m + 43 * n) % 1118) + plane] & 0xff;
                }
                word[43] = raw[12 + 2 * (43 * 26 + n) + plane] & 0xff;
                word[44] = raw[12 + 2 * (44 * 26 + n) + plane] & 0xff;
                good &= isOrthogonal(word);
            }
        }
        return good;
    }

    private static boolean isOrthogonal(int[] word) {
        int sum = 0;
        int weighted = 0;
        for (int value : word) {
            sum ^= value;
            weighted = (weighted << 1 ^ ((weighted & 0x80) != 0 ? 0x11D : 0)) & 0xff ^ value;
        }
        return sum == 0 && weighted == 0;
    }
}
