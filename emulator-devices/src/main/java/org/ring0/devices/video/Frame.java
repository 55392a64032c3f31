package org.ring0.devices.video;

/**
 * A picture: what the monitor would show, dot by dot. A mode of 320 by 200 pixels fills 640 by 400 dots, as on the tube.
 *
 * @param width dots of a line
 * @param height lines
 * @param rgb the dots, line after line, as 00RRGGBBh
 */
public record Frame(int width, int height, int[] rgb) {
    public Frame {
        if (width < 1 || height < 1 || rgb.length != width * height) {
            throw new IllegalArgumentException("no frame: %d by %d of %d".formatted(width, height, rgb.length));
        }
    }

    /** The colour of a dot, 00RRGGBBh. */
    public int rgb(int x, int y) {
        return rgb[y * width + x];
    }
}
