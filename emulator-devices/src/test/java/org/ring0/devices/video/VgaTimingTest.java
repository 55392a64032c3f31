package org.ring0.devices.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class VgaTimingTest {
    private final TestCard card = new TestCard();

    private boolean retrace() {
        return (card.in(0x3da) & 0x08) != 0;
    }

    private boolean disabled() {
        return (card.in(0x3da) & 0x01) != 0;
    }

    /** Moves the clock to a dot of mode 12h's first frame (800 by 525 dots at 25.175 MHz). */
    private void toDot(long line, long dot) {
        long cycles = (line * 800 + dot) * 1_000_000_000L / VgaTiming.CRYSTAL_25_HZ + 1;
        card.clock.advanceTo(cycles);
    }

    @Test
    void mode12hHasItsRetraceInLines490And491() {
        card.mode(StandardMode.VGA_16_COLOURS);
        for (int line = 0; line < 525; line++) {
            toDot(line, 400);
            assertEquals(line == 490 || line == 491, retrace(), "line " + line);
            assertEquals(line >= 480, disabled(), "line " + line);
        }
        toDot(525, 400);
        assertFalse(disabled());
    }

    @Test
    void displayIsDisabledBesideThePicture() {
        card.mode(StandardMode.VGA_16_COLOURS);
        toDot(10, 639);
        assertFalse(disabled());
        toDot(10, 640);
        assertTrue(disabled());
        toDot(10, 799);
        assertTrue(disabled());
        toDot(11, 0);
        assertFalse(disabled());
    }

    @Test
    void mode12hRefreshesAt60HzAndTextAt70() {
        card.mode(StandardMode.VGA_16_COLOURS);
        assertEquals(60, framesInASecond());
        card.mode(StandardMode.TEXT_80);
        assertEquals(70, framesInASecond());
        card.mode(StandardMode.VGA_256_COLOURS);
        assertEquals(70, framesInASecond());
        card.mode(StandardMode.EGA_320);
        assertEquals(70, framesInASecond(), "half the dot clock and half the characters");
        card.mode(StandardMode.TEXT_40);
        assertEquals(70, framesInASecond());
    }

    private int framesInASecond() {
        int frames = 0;
        boolean before = retrace();
        long end = card.clock.now() + TestCard.CYCLES_A_SECOND;
        while (card.clock.now() < end) {
            card.clock.advanceTo(card.clock.now() + 10_000);
            boolean now = card.vga.timing.verticalRetrace();
            frames += now && !before ? 1 : 0;
            before = now;
        }
        return frames;
    }

    @Test
    void halfLineClockDoublesTheFrame() {
        card.mode(StandardMode.VGA_16_COLOURS);
        long before = card.vga.timing.ticksPerFrame();
        card.set(0x3d4, 0x17, 0xe7);
        assertEquals(2 * before, card.vga.timing.ticksPerFrame());
    }

    @Test
    void diagnosticBitsShowTheOverscanColour() {
        card.mode(StandardMode.VGA_16_COLOURS);
        card.setAttribute(0x11, 0x24);
        card.setAttribute(0x12, 0x0f);
        assertEquals(0x20, card.in(0x3da) & 0x30);
        card.setAttribute(0x12, 0x1f);
        assertEquals(0x20, card.in(0x3da) & 0x30);
        card.setAttribute(0x12, 0x2f);
        assertEquals(0x00, card.in(0x3da) & 0x30);
    }
}
