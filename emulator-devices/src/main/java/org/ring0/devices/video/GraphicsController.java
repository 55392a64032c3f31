package org.ring0.devices.video;

/** The VGA's graphics controller (ports 3CEh and 3CFh): what happens to a byte between the CPU and the four planes. */
final class GraphicsController {
    static final int SET_RESET = 0;
    static final int ENABLE_SET_RESET = 1;
    static final int COLOUR_COMPARE = 2;
    static final int DATA_ROTATE = 3;
    static final int READ_MAP_SELECT = 4;
    static final int MODE = 5;
    static final int MISCELLANEOUS = 6;
    static final int COLOUR_DONT_CARE = 7;
    static final int BIT_MASK = 8;
    static final int COUNT = 9;

    private static final int MODE_READ_1 = 0x08;
    private static final int MODE_ODD_EVEN = 0x10;
    private static final int MODE_SHIFT_INTERLEAVE = 0x20;
    private static final int MODE_SHIFT_256 = 0x40;
    private static final int MISC_GRAPHICS = 0x01;
    private static final int MISC_CHAIN_ODD_EVEN = 0x02;

    final RegisterFile registers = new RegisterFile(0x0f, 0x0f, 0x0f, 0x0f, 0x1f, 0x03, 0x7b, 0x0f, 0x0f, 0xff);

    int writeMode() {
        return registers.get(MODE) & 3;
    }

    boolean readMode1() {
        return registers.has(MODE, MODE_READ_1);
    }

    /** Whether the CPU's address bit 0 selects the plane that it reads within a pair. */
    boolean oddEvenReads() {
        return registers.has(MODE, MODE_ODD_EVEN);
    }

    /** Whether the CPU's address bit 0 does not reach the planes, because it selects among them. */
    boolean chainOddEven() {
        return registers.has(MISCELLANEOUS, MISC_CHAIN_ODD_EVEN);
    }

    boolean graphicsMode() {
        return registers.has(MISCELLANEOUS, MISC_GRAPHICS);
    }

    /** 0: 128 KiB at A0000h; 1: 64 KiB at A0000h; 2: 32 KiB at B0000h; 3: 32 KiB at B8000h. */
    int memoryMap() {
        return registers.get(MISCELLANEOUS) >> 2 & 3;
    }

    /** Whether pixels are pairs of bits, four to a byte (the CGA's four-colour modes). */
    boolean shiftInterleave() {
        return registers.has(MODE, MODE_SHIFT_INTERLEAVE);
    }

    /** Whether the planes' bytes are shifted out one after the other, a nibble at a time (256 colours). */
    boolean shift256() {
        return registers.has(MODE, MODE_SHIFT_256);
    }

    /** Whether a byte written reaches the selected planes as it is. */
    boolean writesPlainBytes() {
        return writeMode() == 0
                && registers.get(ENABLE_SET_RESET) == 0
                && registers.get(DATA_ROTATE) == 0
                && registers.get(BIT_MASK) == 0xff;
    }

    /**
     * What goes to the planes (plane 0 in the low byte) when the CPU writes {@code data}.
     *
     * @param latches the planes' bytes at the last read
     */
    int planesFor(int data, int latches) {
        int rotated = rotateRight(data, registers.get(DATA_ROTATE) & 7);
        int mask = registers.get(BIT_MASK) * 0x01010101;
        int planes;
        switch (writeMode()) {
            case 0 -> {
                int setReset = bytesOf(registers.get(ENABLE_SET_RESET));
                planes = rotated * 0x01010101 & ~setReset | bytesOf(registers.get(SET_RESET)) & setReset;
            }
            case 1 -> {
                return latches;
            }
            case 2 -> planes = bytesOf(data & 0x0f);
            default -> {
                mask &= rotated * 0x01010101;
                planes = bytesOf(registers.get(SET_RESET));
            }
        }
        return combine(planes, latches) & mask | latches & ~mask;
    }

    /** Read mode 1: a bit is set where the pixel has the compared colour in all planes that are cared about. */
    int compare(int planes) {
        int differing = (planes ^ bytesOf(registers.get(COLOUR_COMPARE))) & bytesOf(registers.get(COLOUR_DONT_CARE));
        differing |= differing >>> 16;
        return ~(differing | differing >>> 8) & 0xff;
    }

    private int combine(int planes, int latches) {
        return switch (registers.get(DATA_ROTATE) >> 3 & 3) {
            case 0 -> planes;
            case 1 -> planes & latches;
            case 2 -> planes | latches;
            default -> planes ^ latches;
        };
    }

    private static int rotateRight(int value, int count) {
        return (value >>> count | value << 8 - count) & 0xff;
    }

    /** FFh in the byte of each plane whose bit is set. */
    static int bytesOf(int planeBits) {
        return (planeBits & 1 | (planeBits & 2) << 7 | (planeBits & 4) << 14 | (planeBits & 8) << 21) * 0xff;
    }
}
