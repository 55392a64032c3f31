package org.ring0.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.ring0.devices.video.Frame;
import org.ring0.devices.video.TextScreen;

class CellsTest {
    private static TextScreen screen(int columns, int rows, int cursor) {
        char[] characters = new char[columns * rows];
        int[] foregrounds = new int[columns * rows];
        for (int i = 0; i < characters.length; i++) {
            characters[i] = (char) ('0' + i % columns);
            foregrounds[i] = i;
        }
        return new TextScreen(columns, rows, characters, foregrounds, new int[columns * rows], cursor);
    }

    @Test
    void screenThatFitsIsShownWhole() {
        CellGrid grid = TextCells.of(screen(8, 4, 9), 100, 30);
        assertEquals(8, grid.columns());
        assertEquals(4, grid.rows());
        assertEquals(9, grid.cursor());
        assertEquals('7', grid.characters()[15]);
        assertEquals(15, grid.foregrounds()[15]);
    }

    @Test
    void smallTerminalShowsThePartWithTheCursor() {
        CellGrid grid = TextCells.of(screen(8, 4, 8 * 3 + 6), 5, 2);
        assertEquals(5, grid.columns());
        assertEquals(2, grid.rows());
        assertEquals("23456", new String(grid.characters(), 5, 5));
        assertEquals(5 + 4, grid.cursor());
        assertEquals(8 * 3 + 2, grid.foregrounds()[5]);
        assertEquals('0', TextCells.of(screen(8, 4, -1), 5, 2).characters()[0]);
    }

    @Test
    void pictureIsScaledToTheTerminalWithItsProportions() {
        Frame frame = new Frame(640, 400, new int[640 * 400]);
        CellGrid wide = HalfBlocks.of(frame, 80, 50);
        assertEquals(80, wide.columns());
        assertEquals(25, wide.rows());
        CellGrid flat = HalfBlocks.of(frame, 200, 10);
        assertEquals(10, flat.rows());
        assertEquals(32, flat.columns());
    }

    @Test
    void cellHasTheMeanColoursOfItsHalves() {
        int[] dots = new int[4 * 4];
        Arrays.fill(dots, 0, 8, 0x204060);
        dots[0] = 0x000000;
        Arrays.fill(dots, 8, 16, 0xffffff);
        CellGrid grid = HalfBlocks.of(new Frame(4, 4, dots), 2, 1);
        assertEquals(2, grid.columns());
        assertEquals('▀', grid.characters()[0]);
        assertEquals(0x183048, grid.foregrounds()[0]);
        assertEquals(0xffffff, grid.backgrounds()[0]);
        assertEquals(0x204060, grid.foregrounds()[1]);
    }

    @Test
    void tinyTerminalsGetACell() {
        CellGrid grid = HalfBlocks.of(new Frame(640, 1, new int[640]), 1, 1);
        assertEquals(1, grid.columns());
        assertEquals(1, grid.rows());
        assertEquals(1, TextCells.of(screen(80, 25, 1999), 1, 1).columns());
    }
}
