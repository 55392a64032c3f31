package org.ring0.devices.video;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;

/** Every standard graphics mode: pixels are set by the formulas that drivers use, then looked for in the picture. */
class GraphicsModesTest {
    private final TestCard card = new TestCard();

    /** A pattern in which neighbours, rows and distant columns differ. */
    private static int pattern(int x, int y, int colours) {
        return (x * 7 + y * 5 + (x >> 3) + (y >> 4)) % colours;
    }

    private void assertPicture(int width, int height, int dotsWide, int linesHigh, IntBinaryOperator dacIndex) {
        Frame frame = card.renderer.render();
        assertEquals(width * dotsWide, frame.width());
        assertEquals(height * linesHigh, frame.height());
        for (int y = 0; y < frame.height(); y++) {
            for (int x = 0; x < frame.width(); x++) {
                int expected = TestCard.dacColour(dacIndex.applyAsInt(x / dotsWide, y / linesHigh));
                if (expected != frame.rgb(x, y)) {
                    assertEquals(Integer.toHexString(expected), Integer.toHexString(frame.rgb(x, y)), x + "," + y);
                }
            }
        }
    }

    private void drawCga(int width, int bits) {
        int perByte = 8 / bits;
        for (int y = 0; y < 200; y++) {
            for (int x = 0; x < width; x += perByte) {
                int value = 0;
                for (int i = 0; i < perByte; i++) {
                    value = value << bits | pattern(x + i, y, 1 << bits);
                }
                card.poke(0xb8000 + (y & 1) * 0x2000 + y / 2 * 80 + x / perByte, value);
            }
        }
    }

    private void drawPlanar(int width, int height, int colours) {
        card.set(0x3ce, 5, 2);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int address = 0xa0000 + y * (width / 8) + x / 8;
                card.set(0x3ce, 8, 0x80 >> (x & 7));
                card.peek(address);
                card.poke(address, pattern(x, y, colours));
            }
        }
    }

    private static int egaPalette(int colour) {
        return StandardMode.EGA_350.attributes()[colour];
    }

    @Test
    void mode4HasFourColoursInTwoInterleavedFields() {
        card.mode(StandardMode.CGA_4_COLOURS);
        drawCga(320, 2);
        int[] palette = StandardMode.CGA_4_COLOURS.attributes();
        assertPicture(320, 200, 2, 2, (x, y) -> palette[pattern(x, y, 4)]);
    }

    @Test
    void mode6HasTwoColoursInTwoInterleavedFields() {
        card.mode(StandardMode.CGA_2_COLOURS);
        drawCga(640, 1);
        assertPicture(640, 200, 1, 2, (x, y) -> pattern(x, y, 2) == 1 ? 0x17 : 0);
    }

    @Test
    void modeDIsPlanarWithDoubledDotsAndLines() {
        card.mode(StandardMode.EGA_320);
        drawPlanar(320, 200, 16);
        int[] palette = StandardMode.EGA_320.attributes();
        assertPicture(320, 200, 2, 2, (x, y) -> palette[pattern(x, y, 16)]);
    }

    @Test
    void modeEIsPlanarWithDoubledLines() {
        card.mode(StandardMode.EGA_640);
        drawPlanar(640, 200, 16);
        int[] palette = StandardMode.EGA_640.attributes();
        assertPicture(640, 200, 1, 2, (x, y) -> palette[pattern(x, y, 16)]);
    }

    @Test
    void modeFShowsPlanes0And2() {
        card.mode(StandardMode.EGA_MONOCHROME);
        drawPlanar(640, 350, 16);
        int[] palette = StandardMode.EGA_MONOCHROME.attributes();
        assertPicture(640, 350, 1, 1, (x, y) -> palette[pattern(x, y, 16) & 5]);
    }

    @Test
    void mode10hIsPlanar() {
        card.mode(StandardMode.EGA_350);
        drawPlanar(640, 350, 16);
        assertPicture(640, 350, 1, 1, (x, y) -> egaPalette(pattern(x, y, 16)));
    }

    @Test
    void mode11hShowsEveryColourButBlackAlike() {
        card.mode(StandardMode.VGA_2_COLOURS);
        drawPlanar(640, 480, 2);
        assertPicture(640, 480, 1, 1, (x, y) -> pattern(x, y, 2) == 1 ? 0x3f : 0);
    }

    @Test
    void mode12hIsPlanar() {
        card.mode(StandardMode.VGA_16_COLOURS);
        drawPlanar(640, 480, 16);
        assertPicture(640, 480, 1, 1, (x, y) -> egaPalette(pattern(x, y, 16)));
    }

    @Test
    void mode13hHasAByteForEachPixel() {
        card.mode(StandardMode.VGA_256_COLOURS);
        for (int y = 0; y < 200; y++) {
            for (int x = 0; x < 320; x++) {
                card.poke(0xa0000 + y * 320 + x, pattern(x, y, 256));
            }
        }
        assertPicture(320, 200, 2, 2, (x, y) -> pattern(x, y, 256));
    }

    private void drawUnchained(int width, int height) {
        for (int plane = 0; plane < 4; plane++) {
            card.set(0x3c4, 2, 1 << plane);
            for (int y = 0; y < height; y++) {
                for (int x = plane; x < width; x += 4) {
                    card.poke(0xa0000 + y * (width / 4) + x / 4, pattern(x, y, 256));
                }
            }
        }
    }

    /** 320 by 240, as Michael Abrash published it. */
    @Test
    void modeXIsUnchainedWith240Lines() {
        card.mode(StandardMode.VGA_256_COLOURS);
        card.set(0x3c4, 4, 0x06);
        card.out(0x3c2, 0xe3);
        card.set(0x3d4, 0x11, 0x2c);
        int[][] crtc = {
            {0x06, 0x0d},
            {0x07, 0x3e},
            {0x09, 0x41},
            {0x10, 0xea},
            {0x11, 0xac},
            {0x12, 0xdf},
            {0x14, 0x00},
            {0x15, 0xe7},
            {0x16, 0x06},
            {0x17, 0xe3}
        };
        for (int[] register : crtc) {
            card.set(0x3d4, register[0], register[1]);
        }
        drawUnchained(320, 240);
        assertPicture(320, 240, 2, 2, (x, y) -> pattern(x, y, 256));
    }

    @Test
    void unchainedModeOf360PixelsAnd400LinesUsesTheFastCrystal() {
        card.mode(StandardMode.VGA_256_COLOURS);
        card.set(0x3c4, 4, 0x06);
        card.out(0x3c2, 0x67);
        card.set(0x3d4, 0x11, 0x0e);
        int[][] crtc = {
            {0x00, 0x6b},
            {0x01, 0x59},
            {0x02, 0x5a},
            {0x03, 0x8e},
            {0x04, 0x5e},
            {0x05, 0x8a},
            {0x09, 0x40},
            {0x13, 0x2d},
            {0x14, 0x00},
            {0x17, 0xe3}
        };
        for (int[] register : crtc) {
            card.set(0x3d4, register[0], register[1]);
        }
        drawUnchained(360, 400);
        assertPicture(360, 400, 2, 1, (x, y) -> pattern(x, y, 256));
    }

    @Test
    void chainedPixelsAreFoundWhereTheVgaPutsThemWhenUnchained() {
        card.mode(StandardMode.VGA_256_COLOURS);
        card.poke(0xa0000 + 320 * 50 + 17, 0x99);
        card.set(0x3c4, 4, 0x06);
        card.set(0x3ce, 4, 1);
        assertEquals(0x99, card.peek(0xa0000 + 320 * 50 + 16));
    }

    @Test
    void colourSelectGivesTheHighBitsOfTheDacIndex() {
        card.mode(StandardMode.VGA_16_COLOURS);
        drawPlanar(64, 1, 16);
        card.setAttribute(0x14, 0x0e);
        assertEquals(
                TestCard.dacColour(0xc0 | egaPalette(pattern(3, 0, 16))),
                card.renderer.render().rgb(3, 0));
        card.setAttribute(0x10, 0x81);
        int low = egaPalette(pattern(3, 0, 16)) & 0x0f;
        assertEquals(TestCard.dacColour(0xe0 | low), card.renderer.render().rgb(3, 0));
    }

    @Test
    void pelMaskHidesBitsOfTheDacIndex() {
        card.mode(StandardMode.VGA_256_COLOURS);
        card.poke(0xa0000, 0x5a);
        card.out(0x3c6, 0x0f);
        assertEquals(TestCard.dacColour(0x0a), card.renderer.render().rgb(0, 0));
    }

    @Test
    void startAddressOffsetAndPanningMoveThePicture() {
        card.mode(StandardMode.VGA_16_COLOURS);
        card.set(0x3d4, 0x13, 0x30);
        card.set(0x3d4, 0x0c, 0x12);
        card.set(0x3d4, 0x0d, 0x34);
        card.setAttribute(0x13, 3);
        card.set(0x3c4, 2, 0x0f);
        card.poke(0xa0000 + 0x1234 + 96 * 2 + 1, 0x08);
        Frame frame = card.renderer.render();
        assertEquals(TestCard.dacColour(egaPalette(15)), frame.rgb(8 + 4 - 3, 2));
        assertEquals(TestCard.dacColour(0), frame.rgb(8 + 4 - 2, 2));
        card.set(0x3d4, 0x08, 0x20);
        assertEquals(TestCard.dacColour(egaPalette(15)), card.renderer.render().rgb(4 - 3, 2));
    }

    @Test
    void panningOf256ColoursCountsInHalfPixels() {
        card.mode(StandardMode.VGA_256_COLOURS);
        card.poke(0xa0000, 1, 2, 3, 4, 5);
        card.setAttribute(0x13, 4);
        assertEquals(TestCard.dacColour(3), card.renderer.render().rgb(0, 0));
    }

    @Test
    void belowTheLineCompareMemoryIsShownFromItsBeginningAndNotPannedIfAsked() {
        card.mode(StandardMode.VGA_16_COLOURS);
        card.set(0x3c4, 2, 0x0f);
        card.poke(0xa0000, 0x80);
        card.poke(0xa1000, 0x80);
        card.set(0x3d4, 0x0c, 0x10);
        card.set(0x3d4, 0x18, 99);
        card.set(0x3d4, 0x07, 0x2e);
        card.set(0x3d4, 0x09, 0x00);
        int on = TestCard.dacColour(egaPalette(15));
        Frame frame = card.renderer.render();
        assertEquals(on, frame.rgb(0, 0));
        assertEquals(TestCard.dacColour(0), frame.rgb(0, 99));
        assertEquals(on, frame.rgb(0, 100));
        card.setAttribute(0x13, 1);
        assertEquals(TestCard.dacColour(0), card.renderer.render().rgb(0, 100));
        card.setAttribute(0x10, 0x21);
        assertEquals(on, card.renderer.render().rgb(0, 100));
        assertEquals(TestCard.dacColour(0), card.renderer.render().rgb(0, 0));
    }

    @Test
    void screenOffIsBlackAndAPaletteInTheCpusHandsShowsTheOverscan() {
        card.mode(StandardMode.VGA_256_COLOURS);
        card.poke(0xa0000, 1);
        card.setAttribute(0x11, 0x42);
        card.in(0x3da);
        card.out(0x3c0, 0x00);
        assertEquals(TestCard.dacColour(0x42), card.renderer.render().rgb(0, 0));
        card.out(0x3c0, 0x20);
        card.in(0x3da);
        card.out(0x3c0, 0x20);
        assertEquals(TestCard.dacColour(1), card.renderer.render().rgb(0, 0));
        card.set(0x3c4, 1, 0x21);
        assertEquals(0, card.renderer.render().rgb(0, 0));
    }
}
