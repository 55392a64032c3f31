package org.ring0.cli.terminal;

import org.ring0.devices.video.TextScreen;

/** A text screen in a terminal: a cell a character. Of a screen that is too large the part with the cursor is shown. */
final class TextCells {
    private TextCells() {}

    static CellGrid of(TextScreen screen, int columns, int rows) {
        int width = Math.min(columns, screen.columns());
        int height = Math.min(rows, screen.rows());
        int left = firstShown(screen.cursorColumn(), width);
        int top = firstShown(screen.cursorRow(), height);
        boolean cursor = screen.cursor() >= 0;
        int cursorCell = cursor ? (screen.cursorRow() - top) * width + screen.cursorColumn() - left : -1;
        CellGrid grid = new CellGrid(width, height, cursorCell);
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                int from = (top + row) * screen.columns() + left + column;
                grid.set(
                        row * width + column,
                        screen.characters()[from],
                        screen.foregrounds()[from],
                        screen.backgrounds()[from]);
            }
        }
        return grid;
    }

    /** The first line or column of a part of {@code length} that shows {@code position} (-1: anything). */
    private static int firstShown(int position, int length) {
        return Math.max(0, position - length + 1);
    }
}
