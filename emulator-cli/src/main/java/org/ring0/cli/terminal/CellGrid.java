package org.ring0.cli.terminal;

/**
 * What a terminal shall show: cells of one character each.
 *
 * @param columns cells of a line
 * @param rows lines
 * @param characters line after line
 * @param foregrounds 00RRGGBBh
 * @param backgrounds 00RRGGBBh
 * @param cursor the cell of the cursor, or -1
 */
record CellGrid(int columns, int rows, char[] characters, int[] foregrounds, int[] backgrounds, int cursor) {
    CellGrid(int columns, int rows, int cursor) {
        this(columns, rows, new char[columns * rows], new int[columns * rows], new int[columns * rows], cursor);
    }

    void set(int cell, char character, int foreground, int background) {
        characters[cell] = character;
        foregrounds[cell] = foreground;
        backgrounds[cell] = background;
    }

    /** Whether a cell looks the same in {@code other}, a grid of the same size. */
    boolean sameCell(CellGrid other, int cell) {
        return characters[cell] == other.characters[cell]
                && backgrounds[cell] == other.backgrounds[cell]
                && (foregrounds[cell] == other.foregrounds[cell] || characters[cell] == ' ');
    }
}
