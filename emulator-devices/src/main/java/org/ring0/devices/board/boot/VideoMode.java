package org.ring0.devices.board.boot;

/**
 * A graphics mode with a linear frame buffer, which a kernel's header or its command line wishes for.
 *
 * @param width in pixels, a multiple of 8
 * @param height in pixels
 * @param depth bits a pixel: 15, 16, 24 or 32
 */
public record VideoMode(int width, int height, int depth) {
    private static final int MOST_WIDTH = 2560;
    private static final int MOST_HEIGHT = 1600;
    /** Bytes of the display's memory. */
    static final int MEMORY = 16 << 20;
    /** VBE has none for this mode. */
    static final int NO_NUMBER = -1;

    private static final VideoMode USUAL = new VideoMode(1024, 768, 32);
    private static final int[] DEPTHS = {15, 16, 24, 32};
    /** Width, height, and VBE's numbers for 15, 16, 24 and 32 bits a pixel, as in our VGA BIOS (vbemodes.asm). */
    private static final int[][] NUMBERS = {
        {320, 200, 0x10d, 0x10e, 0x10f, 0x140},
        {640, 400, NO_NUMBER, NO_NUMBER, NO_NUMBER, 0x141},
        {640, 480, 0x110, 0x111, 0x112, 0x142},
        {800, 600, 0x113, 0x114, 0x115, 0x143},
        {1024, 768, 0x116, 0x117, 0x118, 0x144},
        {1280, 1024, 0x119, 0x11a, 0x11b, 0x145},
        {1600, 1200, 0x11d, 0x11e, 0x11f, 0x147},
        {1152, 864, 0x149, 0x14a, 0x14b, 0x14c},
        {1280, 720, NO_NUMBER, 0x18d, 0x18e, 0x18f},
        {1920, 1080, NO_NUMBER, 0x190, 0x191, 0x192}
    };

    /** The mode that fulfils a wish, in which zeros say that anything is right: what the display lacks is the usual one. */
    static VideoMode forWish(long width, long height, long depth) {
        int bits = depth == 15 || depth == 16 || depth == 24 ? (int) depth : USUAL.depth;
        boolean possible = width >= 8
                && width <= MOST_WIDTH
                && width % 8 == 0
                && height >= 1
                && height <= MOST_HEIGHT
                && width * height * ((bits + 7) / 8) <= MEMORY;
        return possible
                ? new VideoMode((int) width, (int) height, bits)
                : new VideoMode(USUAL.width, USUAL.height, bits);
    }

    /** The mode that VBE has this number for, or null. */
    static VideoMode ofVbe(int number) {
        for (int[] row : NUMBERS) {
            for (int i = 0; i < DEPTHS.length; i++) {
                if (row[2 + i] == number && number != NO_NUMBER) {
                    return new VideoMode(row[0], row[1], DEPTHS[i]);
                }
            }
        }
        return null;
    }

    /** VBE's number for the mode, or {@link #NO_NUMBER}. */
    int vbeNumber() {
        for (int[] row : NUMBERS) {
            if (row[0] == width && row[1] == height) {
                return row[2 + java.util.Arrays.binarySearch(DEPTHS, depth)];
            }
        }
        return NO_NUMBER;
    }

    /** Bytes from one line to the next. */
    int pitch() {
        return width * ((depth + 7) / 8);
    }

    /** Position and size of red, green and blue in a pixel. */
    byte[] fields() {
        return switch (depth) {
            case 15 -> new byte[] {10, 5, 5, 5, 0, 5};
            case 16 -> new byte[] {11, 5, 5, 6, 0, 5};
            default -> new byte[] {16, 8, 8, 8, 0, 8};
        };
    }
}
