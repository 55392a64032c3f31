package org.ring0.cli.terminal;

/**
 * Turns grids into control sequences (ECMA-48, and the private modes of xterm): the first grid in full, then only the cells
 * that changed.
 */
final class AnsiRenderer {
    /** Alternate screen, no cursor, no wrapping at the right margin. */
    static final String ENTER = "\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[0m\u001b[2J";

    /** Everything as it was before {@link #ENTER}. */
    static final String LEAVE = "\u001b[0m\u001b[?7h\u001b[?25h\u001b[?1049l";

    private static final String HIDE_CURSOR = "\u001b[?25l";
    private static final String SHOW_CURSOR = "\u001b[?25h";
    private static final String CLEAR = "\u001b[0m\u001b[2J";

    private final ColourDepth depth;
    private CellGrid shown;
    private boolean cursorShown;
    private int at;
    private String foreground;
    private String background;

    AnsiRenderer(ColourDepth depth) {
        this.depth = depth;
    }

    /** Forgets what the terminal shows: the next grid is drawn in full. */
    void invalidate() {
        shown = null;
    }

    /** What makes the terminal show {@code grid}; empty if it does already. */
    String update(CellGrid grid) {
        StringBuilder out = new StringBuilder();
        boolean all = shown == null || shown.columns() != grid.columns() || shown.rows() != grid.rows();
        if (all) {
            out.append(CLEAR);
        }
        foreground = "";
        background = "";
        at = -1;
        for (int cell = 0; cell < grid.columns() * grid.rows(); cell++) {
            if (all || !grid.sameCell(shown, cell)) {
                draw(out, grid, cell);
            }
        }
        moveCursor(out, grid, all);
        shown = grid;
        return out.toString();
    }

    private void draw(StringBuilder out, CellGrid grid, int cell) {
        if (cell != at || cell % grid.columns() == 0) {
            position(out, grid, cell);
        }
        String newForeground = depth.foreground(grid.foregrounds()[cell]);
        String newBackground = depth.background(grid.backgrounds()[cell]);
        boolean otherForeground = !newForeground.equals(foreground);
        boolean otherBackground = !newBackground.equals(background);
        if (otherForeground || otherBackground) {
            out.append("\u001b[")
                    .append(otherForeground ? newForeground : "")
                    .append(otherForeground && otherBackground ? ";" : "")
                    .append(otherBackground ? newBackground : "")
                    .append('m');
            foreground = newForeground;
            background = newBackground;
        }
        out.append(grid.characters()[cell]);
        at = cell + 1;
    }

    private void moveCursor(StringBuilder out, CellGrid grid, boolean all) {
        boolean show = grid.cursor() >= 0;
        boolean moved = show && (all || !cursorShown || at >= 0 || shown.cursor() != grid.cursor());
        if (moved) {
            position(out, grid, grid.cursor());
        }
        if (show != cursorShown) {
            out.append(show ? SHOW_CURSOR : HIDE_CURSOR);
        }
        cursorShown = show;
    }

    private static void position(StringBuilder out, CellGrid grid, int cell) {
        out.append("\u001b[")
                .append(cell / grid.columns() + 1)
                .append(';')
                .append(cell % grid.columns() + 1)
                .append('H');
    }
}
