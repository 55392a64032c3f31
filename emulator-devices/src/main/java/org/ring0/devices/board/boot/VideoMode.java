package org.ring0.devices.board.boot;

/**
 * A graphics mode with a linear frame buffer, which a kernel wishes for in its header.
 *
 * @param width in pixels, a multiple of 8
 * @param height in pixels
 * @param depth bits a pixel: 15, 16, 24 or 32
 */
public record VideoMode(int width, int height, int depth) {
    private static final int MOST_WIDTH = 2560;
    private static final int MOST_HEIGHT = 1600;
    private static final int MEMORY = 16 << 20;
    private static final VideoMode USUAL = new VideoMode(1024, 768, 32);

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
