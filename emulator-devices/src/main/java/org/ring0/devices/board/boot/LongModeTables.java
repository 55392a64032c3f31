package org.ring0.devices.board.boot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Page tables that map the first 4 GiB onto themselves by pages of 2 MiB (SDM Vol. 3A, 4.5), for kernels entered in 64-bit mode. */
final class LongModeTables {
    private static final int PAGE = 0x1000;
    private static final int ENTRIES = 512;
    private static final int GIBIBYTES = 4;
    private static final int LARGE_PAGE = 0x20_0000;
    private static final int PRESENT_WRITABLE = 3;
    private static final int LARGE = 1 << 7;

    /** Bytes that they take, whole pages. */
    static final int SIZE = (2 + GIBIBYTES) * PAGE;

    private LongModeTables() {}

    /** Their content at {@code physical}, the PML4 table first. */
    static byte[] at(long physical) {
        ByteBuffer tables = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        long pointers = physical + PAGE;
        tables.putLong(pointers | PRESENT_WRITABLE);
        for (int i = 0; i < GIBIBYTES; i++) {
            long directory = pointers + (long) PAGE * (1 + i);
            tables.putLong(PAGE + Long.BYTES * i, directory | PRESENT_WRITABLE);
        }
        tables.position(2 * PAGE);
        for (long i = 0; i < (long) ENTRIES * GIBIBYTES; i++) {
            tables.putLong(i * LARGE_PAGE | PRESENT_WRITABLE | LARGE);
        }
        return tables.array();
    }
}
