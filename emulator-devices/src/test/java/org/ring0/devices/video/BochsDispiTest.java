package org.ring0.devices.video;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class BochsDispiTest {
    private static final int WHITE = 0xffffff;

    private final TestCard card = new TestCard();

    private void pixel(long offset, int value, int size) {
        card.space.write(TestCard.FRAME_BUFFER + offset, value & 0xffff_ffffL, size);
    }

    @Test
    void idIsTheNewestAndTakesTheOlderOnes() {
        assertEquals(0xb0c5, card.dispi(BochsDispi.INDEX_ID));
        card.dispi(BochsDispi.INDEX_ID, 0xb0c2);
        assertEquals(0xb0c2, card.dispi(BochsDispi.INDEX_ID));
        card.dispi(BochsDispi.INDEX_ID, 0xb0c6);
        assertEquals(0xb0c2, card.dispi(BochsDispi.INDEX_ID));
    }

    @Test
    void dataPortAnswersAtBothAddressesAndToWordsOnly() {
        card.ports.write(0x1ce, 10, 2);
        assertEquals(256, card.ports.read(0x1cf, 2));
        assertEquals(256, card.ports.read(0x1d0, 2));
        assertEquals(256 << 16 | 10, card.ports.read(0x1ce, 4));
        assertEquals(0xff, card.ports.read(0x1cf, 1));
        card.ports.write(0x1ce, 1024 << 16 | 1, 4);
        assertEquals(1024, card.dispi(BochsDispi.INDEX_XRES));
    }

    @Test
    void capabilitiesAreReadInPlaceOfTheMode() {
        card.dispi(BochsDispi.INDEX_XRES, 800);
        card.dispi(BochsDispi.INDEX_ENABLE, BochsDispi.GETCAPS);
        assertEquals(2560, card.dispi(BochsDispi.INDEX_XRES));
        assertEquals(1600, card.dispi(BochsDispi.INDEX_YRES));
        assertEquals(32, card.dispi(BochsDispi.INDEX_BPP));
        card.dispi(BochsDispi.INDEX_ENABLE, 0);
        assertEquals(800, card.dispi(BochsDispi.INDEX_XRES));
    }

    @Test
    void everyDepthIsShownWithItsLayout() {
        card.dispiMode(640, 480, 32);
        pixel(4 * (640 * 7 + 9), 0xff123456, 4);
        assertEquals(0x123456, card.renderer.render().rgb(9, 7));
        card.dispiMode(640, 480, 24);
        pixel(3 * (640 * 7 + 9), 0x56, 1);
        pixel(3 * (640 * 7 + 9) + 1, 0x1234, 2);
        assertEquals(0x123456, card.renderer.render().rgb(9, 7));
        card.dispiMode(640, 480, 16);
        pixel(2 * (640 * 7 + 9), 0xf81f, 2);
        pixel(2 * (640 * 7 + 10), 0x07e0, 2);
        assertEquals(0xff00ff, card.renderer.render().rgb(9, 7));
        assertEquals(0x00ff00, card.renderer.render().rgb(10, 7));
        card.dispiMode(640, 480, 15);
        pixel(2 * (640 * 7 + 9), 0x7fff, 2);
        pixel(2 * (640 * 7 + 10), 0x03e0, 2);
        assertEquals(WHITE, card.renderer.render().rgb(9, 7));
        assertEquals(0x00ff00, card.renderer.render().rgb(10, 7));
    }

    @Test
    void eightBitDepthUsesTheDacWith6Or8Bits() {
        card.mode(StandardMode.VGA_256_COLOURS);
        card.dispiMode(640, 480, 8);
        pixel(640 * 7 + 9, 0x42, 1);
        assertEquals(TestCard.dacColour(0x42), card.renderer.render().rgb(9, 7));
        card.dispi(BochsDispi.INDEX_ENABLE, BochsDispi.ENABLED | BochsDispi.DAC_8_BIT | BochsDispi.NO_CLEAR_MEMORY);
        card.out(0x3c8, 0x42);
        for (int component : new int[] {0x12, 0x34, 0x56}) {
            card.out(0x3c9, component);
        }
        assertEquals(0x123456, card.renderer.render().rgb(9, 7));
        card.out(0x3c7, 0x42);
        assertEquals(0x12, card.in(0x3c9));
    }

    @Test
    void fourBitDepthIsPlanarThroughTheWindow() {
        card.mode(StandardMode.VGA_16_COLOURS);
        card.dispiMode(800, 600, 4);
        card.set(0x3c4, 2, 0x05);
        card.poke(0xa0000 + 599 * 100 + 99, 0x01);
        Frame frame = card.renderer.render();
        assertEquals(800, frame.width());
        assertEquals(600, frame.height());
        assertEquals(TestCard.dacColour(StandardMode.VGA_16_COLOURS.attributes()[5]), frame.rgb(799, 599));
        assertEquals(TestCard.dacColour(0), frame.rgb(798, 599));
    }

    @Test
    void banksMoveTheWindowOverTheFrameBuffer() {
        card.mode(StandardMode.TEXT_80);
        card.dispiMode(640, 480, 8);
        card.dispi(BochsDispi.INDEX_BANK, 4);
        card.poke(0xa1234, 0x77);
        assertEquals(0x77, card.space.read(TestCard.FRAME_BUFFER + 0x41234, 1));
        assertEquals(0x77, card.peek(0xa1234));
        assertEquals(0xff, card.peek(0xb8000));
        card.dispi(BochsDispi.INDEX_BANK, 0x1234);
        assertEquals(0x34, card.dispi(BochsDispi.INDEX_BANK));
    }

    @Test
    void enablingClearsTheScreenUnlessToldOtherwise() {
        pixel(1000, 0x11, 1);
        card.dispi(BochsDispi.INDEX_XRES, 800);
        card.dispi(BochsDispi.INDEX_YRES, 600);
        card.dispi(BochsDispi.INDEX_ENABLE, BochsDispi.ENABLED | BochsDispi.NO_CLEAR_MEMORY);
        assertEquals(0x11, card.space.read(TestCard.FRAME_BUFFER + 1000, 1));
        card.dispi(BochsDispi.INDEX_ENABLE, BochsDispi.ENABLED);
        assertEquals(0x11, card.space.read(TestCard.FRAME_BUFFER + 1000, 1), "it was on already");
        card.dispi(BochsDispi.INDEX_ENABLE, 0);
        card.dispi(BochsDispi.INDEX_ENABLE, BochsDispi.ENABLED);
        assertEquals(0, card.space.read(TestCard.FRAME_BUFFER + 1000, 1));
    }

    @Test
    void virtualScreenIsScrolledByTheOffsets() {
        card.dispiMode(640, 480, 16);
        assertEquals(640, card.dispi(BochsDispi.INDEX_VIRT_WIDTH));
        card.dispi(BochsDispi.INDEX_VIRT_WIDTH, 1024);
        assertEquals(8192, card.dispi(BochsDispi.INDEX_VIRT_HEIGHT));
        pixel(2 * (1024 * 900 + 300), 0xffff, 2);
        card.dispi(BochsDispi.INDEX_X_OFFSET, 290);
        card.dispi(BochsDispi.INDEX_Y_OFFSET, 880);
        assertEquals(WHITE, card.renderer.render().rgb(10, 20));
        card.dispi(BochsDispi.INDEX_X_OFFSET, 5000);
        card.dispi(BochsDispi.INDEX_Y_OFFSET, 60000);
        assertEquals(1024 - 640, card.dispi(BochsDispi.INDEX_X_OFFSET));
        assertEquals(8192 - 480, card.dispi(BochsDispi.INDEX_Y_OFFSET));
    }

    @Test
    void modesThatDoNotFitAreCutToTheMemory() {
        TestCard small = new TestCard(1 << 20);
        small.dispiMode(1024, 768, 32);
        assertEquals(16, small.dispi(BochsDispi.INDEX_VIDEO_MEMORY_64K));
        assertEquals(256, small.dispi(BochsDispi.INDEX_YRES));
        assertEquals(256, small.renderer.render().height());
    }

    @Test
    void impossibleValuesChangeNothing() {
        card.dispiMode(800, 600, 16);
        card.dispi(BochsDispi.INDEX_BPP, 13);
        card.dispi(BochsDispi.INDEX_XRES, 0);
        card.dispi(BochsDispi.INDEX_YRES, 0xffff);
        card.dispi(0x7777, 0x1234);
        assertEquals(16, card.dispi(BochsDispi.INDEX_BPP));
        assertEquals(800, card.dispi(BochsDispi.INDEX_XRES));
        assertEquals(600, card.dispi(BochsDispi.INDEX_YRES));
        assertEquals(0, card.dispi(0x7777));
    }
}
