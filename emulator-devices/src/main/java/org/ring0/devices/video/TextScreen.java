package org.ring0.devices.video;

import java.util.Optional;

/**
 * The screen as text, for people, expectations and terminals.
 *
 * @param columns characters of a line, 1 to 256
 * @param rows lines, 1 to 1024
 * @param characters Unicode, line after line
 * @param foregrounds colours of the characters, 00RRGGBBh
 * @param backgrounds colours behind them, 00RRGGBBh
 * @param cursor where in {@code characters} the cursor is, or -1 while it is off or outside
 */
public record TextScreen(int columns, int rows, char[] characters, int[] foregrounds, int[] backgrounds, int cursor) {

    /** The text that the card shows, or nothing in a graphics mode. Belongs to the thread that runs the machine. */
    public static Optional<TextScreen> of(Vga vga) {
        if (vga.dispi.enabled() || vga.graphics.graphicsMode()) {
            return Optional.empty();
        }
        CrtController crtc = vga.crtc;
        int columns = crtc.columns();
        int[] rowStarts = rowStarts(vga);
        int cells = columns * rowStarts.length;
        char[] characters = new char[cells];
        int[] foregrounds = new int[cells];
        int[] backgrounds = new int[cells];
        int[] colours = colours(vga);
        int backgroundBits = vga.attributes.blink() ? 0x07 : 0x0f;
        int cursor = -1;
        for (int i = 0; i < cells; i++) {
            int count = crtc.count(rowStarts[i / columns], i % columns);
            int cell = vga.memory.planes(crtc.planeOffset(count, 0));
            characters[i] = CodePage437.toUnicode(cell & 0xff);
            foregrounds[i] = colours[cell >> 8 & 0x0f];
            backgrounds[i] = colours[cell >> 12 & backgroundBits];
            if (count == crtc.cursorAddress() && !crtc.cursorOff() && crtc.cursorStart() <= crtc.cursorEnd()) {
                cursor = i;
            }
        }
        return Optional.of(new TextScreen(columns, rowStarts.length, characters, foregrounds, backgrounds, cursor));
    }

    /** The memory address counts at which rows begin, from the top; a row that is cut off counts. */
    private static int[] rowStarts(Vga vga) {
        int lines = vga.crtc.lines() * vga.crtc.linesPerCount();
        int[] starts = new int[lines];
        int rows = 0;
        ScanCounter scan = new ScanCounter(vga.crtc, vga.attributes);
        starts[rows++] = scan.rowStart();
        for (int line = 1; line < lines; line++) {
            if (scan.next()) {
                starts[rows++] = scan.rowStart();
            }
        }
        return java.util.Arrays.copyOf(starts, rows);
    }

    private static int[] colours(Vga vga) {
        int[] colours = new int[16];
        boolean dark = vga.sequencer.screenOff() || !vga.attributes.displayEnabled();
        for (int i = 0; i < colours.length && !dark; i++) {
            colours[i] = vga.dac.rgb(vga.attributes.dacIndex(i));
        }
        return colours;
    }

    /** The row of the cursor, or -1. */
    public int cursorRow() {
        return cursor < 0 ? -1 : cursor / columns;
    }

    /** The column of the cursor, or -1. */
    public int cursorColumn() {
        return cursor < 0 ? -1 : cursor % columns;
    }

    /** A row without the spaces at its end. */
    public String line(int row) {
        return new String(characters, row * columns, columns).stripTrailing();
    }

    /** All rows, each ended by a line feed. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < rows; row++) {
            text.append(line(row)).append('\n');
        }
        return text.toString();
    }
}
