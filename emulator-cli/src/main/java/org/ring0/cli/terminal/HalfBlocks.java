package org.ring0.cli.terminal;

import org.ring0.devices.video.Frame;

/** A picture in a terminal: each cell is an upper half block, whose two colours are the means of the dots they cover. */
final class HalfBlocks {
    private static final char UPPER_HALF_BLOCK = '▀';

    private HalfBlocks() {}

    static CellGrid of(Frame frame, int columns, int rows) {
        // A cell is about twice as high as wide, so its halves are square, and so are the dots of the frame.
        double scale = Math.min(1, Math.min((double) columns / frame.width(), 2.0 * rows / frame.height()));
        int width = Math.clamp(Math.round(frame.width() * scale), 1, columns);
        int halves = Math.clamp(Math.round(frame.height() * scale), 1, 2 * rows);
        CellGrid grid = new CellGrid(width, (halves + 1) / 2, -1);
        for (int row = 0; row < grid.rows(); row++) {
            for (int column = 0; column < width; column++) {
                int upper = mean(frame, column, 2 * row, width, halves);
                int lower = 2 * row + 1 < halves ? mean(frame, column, 2 * row + 1, width, halves) : 0;
                grid.set(row * width + column, UPPER_HALF_BLOCK, upper, lower);
            }
        }
        return grid;
    }

    /** The mean colour of the dots that the half cell (column, half) of a grid of width by halves covers. */
    private static int mean(Frame frame, int column, int half, int width, int halves) {
        int left = column * frame.width() / width;
        int right = Math.max(left + 1, (column + 1) * frame.width() / width);
        int top = half * frame.height() / halves;
        int bottom = Math.max(top + 1, (half + 1) * frame.height() / halves);
        long red = 0;
        long green = 0;
        long blue = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                int rgb = frame.rgb(x, y);
                red += rgb >> 16;
                green += rgb >> 8 & 0xff;
                blue += rgb & 0xff;
            }
        }
        long dots = (long) (right - left) * (bottom - top);
        return (int) (red / dots) << 16 | (int) (green / dots) << 8 | (int) (blue / dots);
    }
}
