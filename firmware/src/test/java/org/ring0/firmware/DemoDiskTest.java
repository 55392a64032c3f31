package org.ring0.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DemoDiskTest {
    private static final int FLOPPY = 80 * 2 * 18 * 512;
    private static final int LOADED_AT = 0x7c00;

    private final byte[] disk = Firmware.demoDisk();

    @Test
    void imageIsAFloppyOf1440Kibibytes() {
        assertEquals(FLOPPY, disk.length);
    }

    @Test
    void firstSectorIsBootable() {
        assertEquals(0x55, disk[510] & 0xff);
        assertEquals(0xaa, disk[511] & 0xff);
    }

    @Test
    void programStaysInItsSegment() {
        int end = disk.length;
        while (end > 0 && disk[end - 1] == 0) {
            end--;
        }
        assertTrue(end <= 0x10000 - LOADED_AT, "the program ends at " + end);
    }
}
