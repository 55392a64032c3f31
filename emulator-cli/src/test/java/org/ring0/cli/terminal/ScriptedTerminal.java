package org.ring0.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;

/** As much of a terminal as the renderer uses: it takes control sequences and remembers what it shows. */
final class ScriptedTerminal {
    private final int columns;
    private final char[] characters;
    private final String[] colours;
    private int at;
    private String foreground = "";
    private String background = "";
    private boolean cursor;

    ScriptedTerminal(int columns, int rows) {
        this.columns = columns;
        characters = new char[columns * rows];
        colours = new String[columns * rows];
    }

    void accept(String output) {
        for (int i = 0; i < output.length(); i++) {
            if (output.charAt(i) == 0x1b) {
                int end = i + 2;
                while (!Character.isLetter(output.charAt(end))) {
                    end++;
                }
                control(output.substring(i + 2, end), output.charAt(end));
                i = end;
            } else {
                characters[at] = output.charAt(i);
                colours[at++] = foreground + ' ' + background;
            }
        }
    }

    private void control(String parameters, char function) {
        switch (function) {
            case 'H' -> {
                String[] place = parameters.split(";");
                at = (Integer.parseInt(place[0]) - 1) * columns + Integer.parseInt(place[1]) - 1;
            }
            case 'J' -> Arrays.fill(characters, ' ');
            case 'h' -> cursor = true;
            case 'l' -> cursor = false;
            case 'm' -> colours(parameters);
            default -> throw new AssertionError("ESC [ " + parameters + function);
        }
    }

    private void colours(String parameters) {
        String[] parts = parameters.split(";");
        for (int i = 0; i < parts.length; i++) {
            int length = parts[i].equals("38") || parts[i].equals("48") ? 5 : 1;
            String colour = String.join(";", Arrays.copyOfRange(parts, i, i + length));
            boolean behind = colour.startsWith("48;") || colour.matches("4[0-7]|10[0-7]");
            if (colour.equals("0")) {
                foreground = "";
                background = "";
            } else if (behind) {
                background = colour;
            } else {
                foreground = colour;
            }
            i += length - 1;
        }
    }

    void assertShows(CellGrid grid, ColourDepth depth) {
        for (int cell = 0; cell < characters.length; cell++) {
            assertEquals(grid.characters()[cell], characters[cell], "cell " + cell);
            String expected =
                    depth.foreground(grid.foregrounds()[cell]) + ' ' + depth.background(grid.backgrounds()[cell]);
            if (characters[cell] != ' ') {
                assertEquals(expected, colours[cell], "colours of cell " + cell);
            }
        }
        assertEquals(grid.cursor() >= 0, cursor);
        if (cursor) {
            assertEquals(grid.cursor(), at);
        }
    }
}
