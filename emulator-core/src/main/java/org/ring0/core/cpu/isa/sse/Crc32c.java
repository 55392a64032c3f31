package org.ring0.core.cpu.isa.sse;

/** CRC32's checksum (SDM Vol. 2A): Castagnoli's polynomial 11EDC6F41h, bits reflected, without inversions. */
final class Crc32c {
    private static final int POLYNOMIAL = 0x82f6_3b78;
    /** What the lowest byte of the checksum becomes when it is shifted out. */
    private static final int[] OF_BYTE = table();

    private Crc32c() {}

    private static int[] table() {
        int[] table = new int[256];
        for (int value = 0; value < table.length; value++) {
            int rest = value;
            for (int bit = 0; bit < 8; bit++) {
                rest = rest >>> 1 ^ ((rest & 1) == 0 ? 0 : POLYNOMIAL);
            }
            table[value] = rest;
        }
        return table;
    }

    /** The checksum after 1, 2, 4 or 8 more bytes, the lowest one first. */
    static int update(int checksum, long bytes, int size) {
        int rest = checksum;
        for (int n = 0; n < size; n++) {
            rest = rest >>> 8 ^ OF_BYTE[(rest ^ (int) (bytes >>> 8 * n)) & 0xff];
        }
        return rest;
    }
}
