package org.ring0.devices.video;

/** The data path of the VGA as its manual words it, one bit of one plane at a time; slow and obvious. */
final class ReferenceVga {
    private static final int[] FIRST = {0, 0, 0x10000, 0x18000};
    private static final int[] LENGTH = {0x20000, 0x10000, 0x8000, 0x8000};

    final int[] graphics = new int[9];
    int mapMask;
    int memoryMode;
    private final int[][] planes = new int[4][0x10000];
    private final int[] latch = new int[4];

    int read(int window) {
        int address = window - FIRST[map()];
        if (address < 0 || address >= LENGTH[map()]) {
            return 0xff;
        }
        for (int plane = 0; plane < 4; plane++) {
            latch[plane] = planes[plane][offset(address)];
        }
        if ((graphics[5] & 8) == 0) {
            int plane = graphics[4] & 3;
            if (chain4()) {
                plane = address % 4;
            } else if ((graphics[5] & 0x10) != 0) {
                plane = plane / 2 * 2 + address % 2;
            }
            return latch[plane];
        }
        int result = 0;
        for (int bit = 0; bit < 8; bit++) {
            boolean equal = true;
            for (int plane = 0; plane < 4; plane++) {
                boolean care = (graphics[7] >> plane & 1) == 1;
                equal &= !care || (latch[plane] >> bit & 1) == (graphics[2] >> plane & 1);
            }
            result |= equal ? 1 << bit : 0;
        }
        return result;
    }

    void write(int window, int data) {
        int address = window - FIRST[map()];
        if (address < 0 || address >= LENGTH[map()]) {
            return;
        }
        for (int plane = 0; plane < 4; plane++) {
            if (planeIsWritten(plane, address)) {
                int result = 0;
                for (int bit = 0; bit < 8; bit++) {
                    result |= writtenBit(plane, bit, data) << bit;
                }
                planes[plane][offset(address)] = result;
            }
        }
    }

    private int writtenBit(int plane, int bit, int data) {
        int old = latch[plane] >> bit & 1;
        int rotated = data >> (bit + (graphics[3] & 7)) % 8 & 1;
        int setReset = graphics[0] >> plane & 1;
        boolean masked = (graphics[8] >> bit & 1) == 1;
        int value;
        switch (graphics[5] & 3) {
            case 0 -> value = (graphics[1] >> plane & 1) == 1 ? setReset : rotated;
            case 1 -> {
                return old;
            }
            case 2 -> value = data >> plane & 1;
            default -> {
                value = setReset;
                masked &= rotated == 1;
            }
        }
        int combined = switch (graphics[3] >> 3 & 3) {
            case 0 -> value;
            case 1 -> value & old;
            case 2 -> value | old;
            default -> value ^ old;
        };
        return masked ? combined : old;
    }

    private boolean planeIsWritten(int plane, int address) {
        boolean inMask = (mapMask >> plane & 1) == 1;
        if (chain4()) {
            return inMask && plane == address % 4;
        }
        boolean oddEven = (memoryMode & 4) == 0;
        return inMask && (!oddEven || plane % 2 == address % 2);
    }

    private int offset(int address) {
        if (chain4()) {
            return address % 0x10000 / 4 * 4 + address / 0x10000;
        }
        boolean chainOddEven = (graphics[6] & 2) != 0;
        return chainOddEven ? address % 0x10000 / 2 * 2 + address / 0x10000 : address % 0x10000;
    }

    private boolean chain4() {
        return (memoryMode & 8) != 0;
    }

    private int map() {
        return graphics[6] >> 2 & 3;
    }
}
