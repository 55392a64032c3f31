package org.ring0.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AnsiRendererTest {
    private static final int GREY = 0xaaaaaa;

    private static CellGrid grid(int columns, int rows, int cursor) {
        CellGrid grid = new CellGrid(columns, rows, cursor);
        for (int cell = 0; cell < columns * rows; cell++) {
            grid.set(cell, ' ', GREY, 0);
        }
        return grid;
    }

    @Test
    void unchangedScreenSendsNothing() {
        AnsiRenderer renderer = new AnsiRenderer(ColourDepth.SIXTEEN);
        renderer.update(grid(10, 3, 4));
        assertEquals("", renderer.update(grid(10, 3, 4)));
    }

    @Test
    void oneChangedCellIsSentWithItsPlaceAndColours() {
        AnsiRenderer renderer = new AnsiRenderer(ColourDepth.SIXTEEN);
        renderer.update(grid(10, 3, -1));
        CellGrid changed = grid(10, 3, -1);
        changed.set(12, '█', 0xffff55, 0x0000aa);
        assertEquals("\u001b[2;3H\u001b[93;44m█", renderer.update(changed));
    }

    @Test
    void neighboursOfOneColourAreSentInOneGo() {
        AnsiRenderer renderer = new AnsiRenderer(ColourDepth.TRUE_COLOUR);
        renderer.update(grid(10, 2, -1));
        CellGrid changed = grid(10, 2, -1);
        changed.set(3, 'a', 0x123456, 0);
        changed.set(4, 'b', 0x123456, 0);
        assertEquals("\u001b[1;4H\u001b[38;2;18;52;86;48;2;0;0;0mab", renderer.update(changed));
    }

    @Test
    void movedCursorIsAllThatIsSent() {
        AnsiRenderer renderer = new AnsiRenderer(ColourDepth.SIXTEEN);
        assertTrue(renderer.update(grid(10, 3, 4)).endsWith("\u001b[1;5H\u001b[?25h"));
        assertEquals("\u001b[3;10H", renderer.update(grid(10, 3, 29)));
        assertEquals("\u001b[?25l", renderer.update(grid(10, 3, -1)));
        assertEquals("\u001b[3;10H\u001b[?25h", renderer.update(grid(10, 3, 29)));
    }

    @Test
    void terminalShowsEveryGridAfterItsUpdate() {
        Random random = new Random(7);
        for (ColourDepth depth : ColourDepth.values()) {
            AnsiRenderer renderer = new AnsiRenderer(depth);
            ScriptedTerminal terminal = new ScriptedTerminal(12, 5);
            CellGrid grid = grid(12, 5, 0);
            for (int round = 0; round < 500; round++) {
                if (round % 50 == 49) {
                    renderer.invalidate();
                }
                CellGrid next = new CellGrid(12, 5, random.nextInt(61) - 1);
                for (int cell = 0; cell < 60; cell++) {
                    boolean same = random.nextInt(4) != 0;
                    char character = same ? grid.characters()[cell] : (char) ('a' + random.nextInt(4));
                    int colour = same ? grid.foregrounds()[cell] : random.nextInt(2) * GREY;
                    next.set(cell, character, colour, same ? grid.backgrounds()[cell] : random.nextInt(2) * 0xaa00);
                }
                terminal.accept(renderer.update(next));
                terminal.assertShows(next, depth);
                grid = next;
            }
        }
    }

    @Test
    void coloursAreTheNearestOfSixteen() {
        assertEquals("31", ColourDepth.SIXTEEN.foreground(0xb01010));
        assertEquals("94", ColourDepth.SIXTEEN.foreground(0x5050ff));
        assertEquals("107", ColourDepth.SIXTEEN.background(0xf0f0f0));
        assertEquals("40", ColourDepth.SIXTEEN.background(0x000010));
    }

    @Test
    void environmentTellsTheDepth() {
        assertEquals(ColourDepth.TRUE_COLOUR, ColourDepth.of(Map.of("COLORTERM", "truecolor")));
        assertEquals(ColourDepth.TRUE_COLOUR, ColourDepth.of(Map.of("TERM", "xterm-direct")));
        assertEquals(ColourDepth.SIXTEEN, ColourDepth.of(Map.of("TERM", "linux")));
        assertEquals(ColourDepth.SIXTEEN, ColourDepth.of(Map.of()));
    }
}
