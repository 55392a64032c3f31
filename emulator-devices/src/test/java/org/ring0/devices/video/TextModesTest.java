package org.ring0.devices.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TextModesTest {
    private static final int[] PALETTE = StandardMode.TEXT_80.attributes();

    private final TestCard card = new TestCard();

    /** A font without meaning in which every line of every glyph can be told apart from its neighbours. */
    private static int glyph(int code, int line) {
        return line < 16 ? code * 37 + line * 101 : 0;
    }

    private void text80() {
        card.mode(StandardMode.TEXT_80);
        card.loadFont(0, TextModesTest::glyph);
        card.set(0x3d4, 0x0a, 0x20);
    }

    private void put(int column, int row, int code, int attribute) {
        card.space.write(0xb8000 + 2 * (80 * row + column), attribute << 8 | code, 2);
    }

    private static int colour(int attribute) {
        return TestCard.dacColour(PALETTE[attribute]);
    }

    @Test
    void charactersAre9By16DotsOfTheFontInPlane2() {
        text80();
        for (int code = 0; code < 256; code++) {
            put(code % 80, code / 80, code, 0x1e);
        }
        Frame frame = card.renderer.render();
        assertEquals(720, frame.width());
        assertEquals(400, frame.height());
        for (int code = 0; code < 256; code++) {
            for (int line = 0; line < 16; line++) {
                for (int dot = 0; dot < 9; dot++) {
                    boolean repeats = code >= 0xc0 && code <= 0xdf;
                    int bit = dot < 8 ? 7 - dot : 0;
                    boolean on = (glyph(code, line) >> bit & 1) == 1 && (dot < 8 || repeats);
                    int seen = frame.rgb(code % 80 * 9 + dot, code / 80 * 16 + line);
                    assertEquals(colour(on ? 0x0e : 0x01), seen, "code " + code + " line " + line + " dot " + dot);
                }
            }
        }
    }

    @Test
    void withoutLineGraphicsTheNinthColumnIsBackground() {
        text80();
        card.loadFont(0, (code, line) -> 0xff);
        put(0, 0, 0xc4, 0x07);
        assertEquals(colour(7), card.renderer.render().rgb(8, 0));
        card.setAttribute(0x10, 0x08);
        assertEquals(colour(0), card.renderer.render().rgb(8, 0));
    }

    @Test
    void attributeBit7BlinksOrBrightensTheBackground() {
        text80();
        card.loadFont(0, (code, line) -> code == 1 ? 0xff : 0);
        put(0, 0, 1, 0x9f);
        put(1, 0, 0, 0x9f);
        assertEquals(colour(15), card.renderer.render(true).rgb(0, 0));
        assertEquals(colour(1), card.renderer.render(false).rgb(0, 0));
        assertEquals(colour(1), card.renderer.render(true).rgb(9, 0));
        card.setAttribute(0x10, 0x04);
        assertEquals(colour(15), card.renderer.render(false).rgb(0, 0));
        assertEquals(colour(9), card.renderer.render(false).rgb(9, 0));
    }

    @Test
    void cursorHasTheShapeAndPlaceOfItsRegisters() {
        text80();
        card.loadFont(0, (code, line) -> 0);
        put(5, 2, 0, 0x2c);
        card.set(0x3d4, 0x0e, 0);
        card.set(0x3d4, 0x0f, 165);
        card.set(0x3d4, 0x0a, 13);
        card.set(0x3d4, 0x0b, 14);
        Frame frame = card.renderer.render();
        for (int line = 0; line < 16; line++) {
            boolean on = line == 13 || line == 14;
            assertEquals(colour(on ? 0x0c : 0x02), frame.rgb(45, 32 + line));
            assertEquals(colour(on ? 0x0c : 0x02), frame.rgb(53, 32 + line));
        }
        assertEquals(colour(2), card.renderer.render(false).rgb(45, 45));
        card.set(0x3d4, 0x0a, 15);
        assertEquals(colour(2), card.renderer.render().rgb(45, 47), "a cursor that ends before it begins is not shown");
        card.set(0x3d4, 0x0a, 0x2d);
        assertEquals(colour(2), card.renderer.render().rgb(45, 45));
    }

    @Test
    void attributeBit3SelectsTheFontIfTheMapsDiffer() {
        text80();
        card.loadFont(0, (code, line) -> 0);
        card.loadFont(5, (code, line) -> 0xff);
        put(0, 0, 'A', 0x07);
        put(1, 0, 'A', 0x0f);
        assertEquals(colour(0), card.renderer.render().rgb(9, 0));
        card.set(0x3c4, 3, 0x24);
        assertEquals(colour(0), card.renderer.render().rgb(0, 0));
        assertEquals(colour(15), card.renderer.render().rgb(9, 0));
    }

    @Test
    void monochromeTextUnderlinesAttribute1() {
        card.mode(StandardMode.MONOCHROME_TEXT);
        card.loadFont(0, (code, line) -> 0);
        card.set(0x3b4, 0x0a, 0x20);
        card.poke(0xb0000, 'A', 0x01, 'A', 0x07, 'A', 0x70);
        Frame frame = card.renderer.render();
        assertEquals(TestCard.dacColour(0x08), frame.rgb(0, 13));
        assertEquals(TestCard.dacColour(0x08), frame.rgb(8, 13));
        assertEquals(TestCard.dacColour(0x00), frame.rgb(0, 12));
        assertEquals(TestCard.dacColour(0x00), frame.rgb(9, 13));
        assertEquals(TestCard.dacColour(0x08), frame.rgb(18, 13));
    }

    @Test
    void fortyColumnsHaveDoubledDots() {
        card.mode(StandardMode.TEXT_40);
        card.loadFont(0, (code, line) -> code == 1 ? 0x80 : 0);
        card.set(0x3d4, 0x0a, 0x20);
        card.poke(0xb8000 + 80, 1, 0x0f);
        Frame frame = card.renderer.render();
        assertEquals(720, frame.width());
        assertEquals(colour(15), frame.rgb(0, 16));
        assertEquals(colour(15), frame.rgb(1, 16));
        assertEquals(colour(0), frame.rgb(2, 16));
    }

    @Test
    void presetRowScanAndPanningScrollTextSmoothly() {
        text80();
        put(1, 1, 'A', 0x07);
        card.set(0x3d4, 8, 5);
        card.setAttribute(0x13, 2);
        Frame frame = card.renderer.render();
        for (int line = 0; line < 16; line++) {
            boolean on = (glyph('A', line) & 0x80) != 0;
            assertEquals(colour(on ? 7 : 0), frame.rgb(9 - 3, 16 - 5 + line));
        }
    }

    @Test
    void screenIsReadAsUnicodeWithTheCursor() {
        text80();
        int column = 0;
        for (int code : new int[] {'H', 'i', 0xb0, 0xc9, 0x81, 0x01}) {
            put(column++, 0, code, 0x07);
        }
        put(79, 24, '$', 0x4e);
        card.set(0x3d4, 0x0a, 13);
        card.set(0x3d4, 0x0e, 80 * 24 + 78 >> 8);
        card.set(0x3d4, 0x0f, 80 * 24 + 78);
        TextScreen screen = TextScreen.of(card.vga).orElseThrow();
        assertEquals(80, screen.columns());
        assertEquals(25, screen.rows());
        assertEquals("Hi░╔ü☺", screen.line(0));
        assertEquals("", screen.line(1));
        assertEquals(24, screen.cursorRow());
        assertEquals(78, screen.cursorColumn());
        assertEquals(colour(0x0e), screen.foregrounds()[1999]);
        assertEquals(colour(0x04), screen.backgrounds()[1999]);
        assertTrue(screen.text().startsWith("Hi░╔ü☺\n\n"));
        assertTrue(screen.text().endsWith("$\n"));
    }

    @Test
    void scrolledAndSplitScreensAreReadAsShown() {
        text80();
        put(0, 0, 'S', 0x07);
        put(0, 10, 'T', 0x07);
        put(0, 33, 'E', 0x07);
        card.set(0x3d4, 0x0c, 800 >> 8);
        card.set(0x3d4, 0x0d, 800 & 0xff);
        TextScreen screen = TextScreen.of(card.vga).orElseThrow();
        assertEquals("T", screen.line(0));
        assertEquals("E", screen.line(23));
        assertEquals(-1, screen.cursor());
        card.set(0x3d4, 0x18, 159);
        card.set(0x3d4, 0x11, 0x0e);
        card.set(0x3d4, 0x07, 0x0f);
        card.set(0x3d4, 0x09, 0x0f);
        TextScreen split = TextScreen.of(card.vga).orElseThrow();
        assertEquals("T", split.line(0));
        assertEquals("S", split.line(10));
        assertEquals(25, split.rows());
    }

    @Test
    void graphicsModesHaveNoText() {
        card.mode(StandardMode.VGA_256_COLOURS);
        assertTrue(TextScreen.of(card.vga).isEmpty());
        text80();
        assertTrue(TextScreen.of(card.vga).isPresent());
        card.dispiMode(640, 480, 8);
        assertTrue(TextScreen.of(card.vga).isEmpty());
    }
}
