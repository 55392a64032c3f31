package org.ring0.devices.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** INT 10h of our VGA BIOS in the standard modes, against the IBM PS/2 and PC BIOS Interface Technical Reference. */
class VgaBiosTest {
    private static final int TEXT = 0xb8000;
    private static final int ROW = 160;
    private static final int CRTC = 0x3d4;
    private static final int MODE = 0x449;
    private static final int COLUMNS = 0x44a;
    private static final int PAGE_SIZE = 0x44c;
    private static final int CRTC_PORT = 0x463;
    private static final int LAST_ROW = 0x484;
    private static final int FONT_HEIGHT = 0x485;

    private static VgaBiosGuest inMode(int mode) {
        return new VgaBiosGuest().call(mode, 0, 0, 0);
    }

    @Test
    void initializationTakesInt10OverAndShowsAnEmptyTextScreen() {
        try (VgaBiosGuest guest = new VgaBiosGuest().run()) {
            assertEquals(0xc000, guest.word(0x10 * 4 + 2));
            assertEquals(3, guest.octet(MODE));
            assertEquals(0x0720_0720, guest.dword(TEXT));
            assertEquals(0x20, guest.octet(0x410) & 0x30, "equipment: 80 columns in colour");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0x00, 40, 24, 16, 0x0800, 0x3d4",
        "0x01, 40, 24, 16, 0x0800, 0x3d4",
        "0x02, 80, 24, 16, 0x1000, 0x3d4",
        "0x03, 80, 24, 16, 0x1000, 0x3d4",
        "0x04, 40, 24,  8, 0x4000, 0x3d4",
        "0x05, 40, 24,  8, 0x4000, 0x3d4",
        "0x06, 80, 24,  8, 0x4000, 0x3d4",
        "0x07, 80, 24, 16, 0x1000, 0x3b4",
        "0x0d, 40, 24,  8, 0x2000, 0x3d4",
        "0x0e, 80, 24,  8, 0x4000, 0x3d4",
        "0x0f, 80, 24, 14, 0x8000, 0x3b4",
        "0x10, 80, 24, 14, 0x8000, 0x3d4",
        "0x11, 80, 29, 16, 0xa000, 0x3d4",
        "0x12, 80, 29, 16, 0xa000, 0x3d4",
        "0x13, 40, 24,  8, 0x2000, 0x3d4"
    })
    void modeDescribesItselfInTheBiosDataArea(
            String mode, int columns, int lastRow, int height, String pageSize, String crtc) {
        int number = Integer.decode(mode);
        try (VgaBiosGuest guest = inMode(number).call(0x0f00, 0, 0, 0).run()) {
            assertEquals(number, guest.octet(MODE));
            assertEquals(columns, guest.word(COLUMNS));
            assertEquals(lastRow, guest.octet(LAST_ROW));
            assertEquals(height, guest.word(FONT_HEIGHT));
            assertEquals(Integer.decode(pageSize), guest.word(PAGE_SIZE));
            assertEquals(Integer.decode(crtc), guest.word(CRTC_PORT));
            assertEquals(columns << 8 | number, guest.result(1).ax());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x08, 0x0c, 0x14, 0x7f})
    void unknownModeChangesNothing(int mode) {
        try (VgaBiosGuest guest = inMode(mode).run()) {
            assertEquals(3, guest.octet(MODE));
            assertEquals(mode, guest.result(0).ax());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6, 7, 0x0d, 0x0e, 0x10, 0x11, 0x12, 0x13})
    void characterReadsBackWhereItWasWritten(int mode) {
        try (VgaBiosGuest guest = inMode(mode)
                .call(0x0200, 0, 0, 0x0b11)
                .call(0x0952, 0x0003, 1, 0)
                .call(0x0800, 0, 0, 0)
                .call(0x09e4, 0x0003, 1, 0)
                .call(0x0800, 0, 0, 0)
                .run()) {
            assertEquals('R', guest.result(3).al());
            assertEquals(0xe4, guest.result(5).al(), "upper half");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 6, 0x0d, 0x0e, 0x10, 0x11, 0x12})
    void pixelDrawnTwiceWithXorIsGone(int mode) {
        try (VgaBiosGuest guest = inMode(mode)
                .call(0x0c81, 0, 301, 187)
                .call(0x0d00, 0, 301, 187)
                .call(0x0d00, 0, 300, 187)
                .call(0x0c81, 0, 301, 187)
                .call(0x0d00, 0, 301, 187)
                .run()) {
            assertEquals(1, guest.result(2).al());
            assertEquals(0, guest.result(3).al(), "its neighbour");
            assertEquals(0, guest.result(5).al());
        }
    }

    @Test
    void pixelOf256ColoursUsesAllEightBits() {
        try (VgaBiosGuest guest =
                inMode(0x13).call(0x0cc5, 0, 319, 199).call(0x0d00, 0, 319, 199).run()) {
            assertEquals(0xc5, guest.result(2).al());
            assertEquals(0xc5, guest.octet(0xa0000 + 199 * 320 + 319));
        }
    }

    @Test
    void lineFeedInTheLastRowScrolls() {
        try (VgaBiosGuest guest = new VgaBiosGuest()
                .call(0x0200, 0, 0, 0x1803)
                .call(0x0e41, 0, 0, 0)
                .call(0x0e0a, 0, 0, 0)
                .call(0x0e42, 0, 0, 0)
                .call(0x0300, 0, 0, 0)
                .run()) {
            assertEquals('A', guest.octet(TEXT + 23 * ROW + 3 * 2));
            assertEquals('B', guest.octet(TEXT + 24 * ROW + 4 * 2));
            assertEquals(0x1805, guest.result(4).dx());
        }
    }

    @Test
    void scrollMovesItsWindowOnly() {
        try (VgaBiosGuest guest = new VgaBiosGuest()
                .call(0x0600, 0x1700, 0, 0x184f)
                .call(0x0200, 0, 0, 0x0505)
                .call(0x0958, 0x002e, 10, 0)
                .call(0x0602, 0x4f00, 0x0308, 0x060a)
                .run()) {
            assertEquals(0x2e58, guest.word(TEXT + 5 * ROW + 7 * 2), "left of the window");
            assertEquals(0x2e58, guest.word(TEXT + 3 * ROW + 8 * 2), "moved up by two");
            assertEquals(0x4f20, guest.word(TEXT + 5 * ROW + 8 * 2), "new line");
            assertEquals(0x1720, guest.word(TEXT + 7 * ROW + 8 * 2), "below the window");
        }
    }

    @Test
    void stringWithAttributesLeavesTheCursorWhereItWas() {
        try (VgaBiosGuest guest = new VgaBiosGuest()
                .call(0x0200, 0, 0, 0x0102)
                .call(0x1302, 0, 2, 0x0a4f)
                .call(0x0300, 0, 0, 0)
                .run('a', 0x1e, 'b', 0x2e)) {
            assertEquals(0x1e61, guest.word(TEXT + 10 * ROW + 79 * 2));
            assertEquals(0x2e62, guest.word(TEXT + 11 * ROW));
            assertEquals(0x0102, guest.result(2).dx());
        }
    }

    @Test
    void cursorShapeOfTheCgaIsScaledToTheFont() {
        try (VgaBiosGuest guest = new VgaBiosGuest()
                .call(0x0100, 0, 0x0607, 0)
                .call(0x0300, 0, 0, 0)
                .run()) {
            assertEquals(0x0607, guest.result(1).cx());
            assertEquals(13, guest.indexed(CRTC, 0x0a));
            assertEquals(14, guest.indexed(CRTC, 0x0b));
        }
    }

    @Test
    void smallFontGivesFiftyRows() {
        try (VgaBiosGuest guest = new VgaBiosGuest().call(0x1112, 0, 0, 0).run()) {
            assertEquals(49, guest.octet(LAST_ROW));
            assertEquals(8, guest.word(FONT_HEIGHT));
            assertEquals(7, guest.indexed(CRTC, 9) & 0x1f);
        }
    }

    @Test
    void coloursReadBackAndTurnToGrey() {
        try (VgaBiosGuest guest = new VgaBiosGuest()
                .call(0x1010, 0x40, 0x1122, 0x3300)
                .call(0x1015, 0x40, 0, 0)
                .call(0x101b, 0x40, 1, 0)
                .call(0x1015, 0x40, 0, 0)
                .run()) {
            assertEquals(0x1122, guest.result(1).cx());
            assertEquals(0x33, guest.result(1).dx() >> 8);
            int grey = (0x33 * 30 + 0x11 * 59 + 0x22 * 11 + 50) / 100;
            assertEquals(grey << 8 | grey, guest.result(3).cx());
        }
    }

    @Test
    void savedStateComesBackAfterAnotherMode() {
        try (VgaBiosGuest guest = new VgaBiosGuest()
                .call(0x1112, 0, 0, 0)
                .call(0x0200, 0, 0, 0x2a05)
                .call(0x1c01, VgaBiosGuest.BUFFER, 7, 0)
                .call(0x0013, 0, 0, 0)
                .call(0x1c02, VgaBiosGuest.BUFFER, 7, 0)
                .run()) {
            assertEquals(0x1c, guest.result(4).al());
            assertEquals(3, guest.octet(MODE));
            assertEquals(49, guest.octet(LAST_ROW));
            assertEquals(0x2a05, guest.word(0x450));
            assertEquals(7, guest.indexed(CRTC, 9) & 0x1f);
            assertEquals(0x28, guest.indexed(CRTC, 0x13));
        }
    }

    @Test
    void functionalityTableFollowsTheMode() {
        try (VgaBiosGuest guest = inMode(0x12).call(0x1b00, 0, 0, 0).run()) {
            assertEquals(0x1b, guest.result(1).al());
            assertNotEquals(0, guest.dword(VgaBiosGuest.BUFFER));
            assertEquals(0x12, guest.octet(VgaBiosGuest.BUFFER + 4));
            assertEquals(30, guest.octet(VgaBiosGuest.BUFFER + 0x22));
            assertEquals(16, guest.word(VgaBiosGuest.BUFFER + 0x27), "colours");
            assertEquals(3, guest.octet(VgaBiosGuest.BUFFER + 0x2a), "480 lines");
        }
    }

    @Test
    void adapterIsAColourVga() {
        try (VgaBiosGuest guest = new VgaBiosGuest()
                .call(0x1a00, 0, 0, 0)
                .call(0x1200, 0x10, 0, 0)
                .run()) {
            assertEquals(0x1a, guest.result(0).al());
            assertEquals(0x0008, guest.result(0).bx());
            assertEquals(0x0003, guest.result(1).bx());
        }
    }
}
