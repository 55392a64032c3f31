package org.ring0.cli.terminal;

import java.util.Map;

/** How many colours a terminal has, and how they are asked for (ECMA-48 SGR, ISO 8613-6 for true colour). */
enum ColourDepth {
    /** The eight colours and their bright variants. */
    SIXTEEN {
        @Override
        String foreground(int rgb) {
            int colour = nearest(rgb);
            return Integer.toString(colour < 8 ? 30 + colour : 82 + colour);
        }

        @Override
        String background(int rgb) {
            int colour = nearest(rgb);
            return Integer.toString(colour < 8 ? 40 + colour : 92 + colour);
        }
    },
    /** 8 bits each of red, green and blue. */
    TRUE_COLOUR {
        @Override
        String foreground(int rgb) {
            return "38;2;" + (rgb >> 16) + ';' + (rgb >> 8 & 0xff) + ';' + (rgb & 0xff);
        }

        @Override
        String background(int rgb) {
            return "48;2;" + (rgb >> 16) + ';' + (rgb >> 8 & 0xff) + ';' + (rgb & 0xff);
        }
    };

    /** The VGA's sixteen colours in the order of ECMA-48. */
    private static final int[] SIXTEEN_COLOURS = {
        0x000000, 0xaa0000, 0x00aa00, 0xaa5500, 0x0000aa, 0xaa00aa, 0x00aaaa, 0xaaaaaa,
        0x555555, 0xff5555, 0x55ff55, 0xffff55, 0x5555ff, 0xff55ff, 0x55ffff, 0xffffff
    };

    /** The depth that the environment promises. */
    static ColourDepth of(Map<String, String> environment) {
        String colours = environment.getOrDefault("COLORTERM", "");
        String terminal = environment.getOrDefault("TERM", "");
        boolean trueColour = colours.equals("truecolor") || colours.equals("24bit") || terminal.endsWith("-direct");
        return trueColour ? TRUE_COLOUR : SIXTEEN;
    }

    /** The SGR parameters of a colour of characters. */
    abstract String foreground(int rgb);

    /** The SGR parameters of a colour behind characters. */
    abstract String background(int rgb);

    private static int nearest(int rgb) {
        int best = 0;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < SIXTEEN_COLOURS.length; i++) {
            int distance = distance(rgb, SIXTEEN_COLOURS[i]);
            if (distance < least) {
                least = distance;
                best = i;
            }
        }
        return best;
    }

    private static int distance(int one, int other) {
        int red = (one >> 16) - (other >> 16);
        int green = (one >> 8 & 0xff) - (other >> 8 & 0xff);
        int blue = (one & 0xff) - (other & 0xff);
        return red * red + green * green + blue * blue;
    }
}
