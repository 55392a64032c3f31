package org.ring0.devices.board.boot;

import org.ring0.core.device.BusMemory;
import org.ring0.core.io.IoBus;
import org.ring0.firmware.Firmware;

/**
 * Sets the VGA's mode 3, 80 by 25 characters in 16 colours: register values of the IBM Personal System/2 Video Subsystem
 * reference, "BIOS mode 3". The font goes to plane 2, the screen is filled with blanks.
 */
final class TextMode {
    private static final int MISC_WRITE = 0x3c2;
    private static final int SEQUENCER = 0x3c4;
    private static final int PALETTE_MASK = 0x3c6;
    private static final int PALETTE_WRITE = 0x3c8;
    private static final int PALETTE_DATA = 0x3c9;
    private static final int GRAPHICS = 0x3ce;
    private static final int ATTRIBUTE = 0x3c0;
    private static final int ATTRIBUTE_PALETTE_ON = 0x20;
    private static final int CRTC = 0x3d4;
    private static final int CRTC_PROTECT = 0x11;
    private static final int INPUT_STATUS_1 = 0x3da;
    private static final int COLOURS = 64;

    private static final int[] SEQUENCER_VALUES = {0x03, 0x00, 0x03, 0x00, 0x02};
    private static final int[] CRTC_VALUES = {
        0x5f, 0x4f, 0x50, 0x82, 0x55, 0x81, 0xbf, 0x1f, 0x00, 0x4f, 0x0d, 0x0e, 0x00, 0x00, 0x00, 0x00, 0x9c, 0x8e,
        0x8f, 0x28, 0x1f, 0x96, 0xb9, 0xa3, 0xff
    };
    private static final int[] GRAPHICS_VALUES = {0x00, 0x00, 0x00, 0x00, 0x00, 0x10, 0x0e, 0x00, 0xff};
    private static final int[] ATTRIBUTE_VALUES = {
        0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x14, 0x07, 0x38, 0x39, 0x3a, 0x3b, 0x3c, 0x3d, 0x3e, 0x3f, 0x0c, 0x00,
        0x0f, 0x08, 0x00
    };

    private static final int FONT_WINDOW = 0xa_0000;
    private static final int TEXT_WINDOW = 0xb_8000;
    private static final int TEXT_BYTES = 80 * 25 * 2;
    private static final int GLYPH_ROWS = 16;
    private static final int GLYPH_STRIDE = 32;
    private static final byte BLANK = ' ';
    private static final byte LIGHT_GREY = 0x07;

    private final IoBus ports;
    private final BusMemory memory;

    TextMode(IoBus ports, BusMemory memory) {
        this.ports = ports;
        this.memory = memory;
    }

    void set() {
        out(MISC_WRITE, 0x67);
        indexed(SEQUENCER, SEQUENCER_VALUES);
        register(CRTC, CRTC_PROTECT, 0);
        indexed(CRTC, CRTC_VALUES);
        indexed(GRAPHICS, GRAPHICS_VALUES);
        palette();
        attributes();
        font();
        blankScreen();
    }

    /** Opens plane 2 at A0000h in sequential order for the time of the copy. */
    private void font() {
        register(SEQUENCER, 2, 0x04);
        register(SEQUENCER, 4, 0x06);
        register(GRAPHICS, 5, 0x00);
        register(GRAPHICS, 6, 0x04);
        byte[] glyphs = Firmware.font8x16();
        for (int i = 0; i < glyphs.length / GLYPH_ROWS; i++) {
            memory.writeMemory(FONT_WINDOW + GLYPH_STRIDE * i, glyphs, GLYPH_ROWS * i, GLYPH_ROWS);
        }
        indexed(SEQUENCER, SEQUENCER_VALUES);
        indexed(GRAPHICS, GRAPHICS_VALUES);
    }

    private void blankScreen() {
        byte[] screen = new byte[TEXT_BYTES];
        for (int i = 0; i < TEXT_BYTES; i += 2) {
            screen[i] = BLANK;
            screen[i + 1] = LIGHT_GREY;
        }
        memory.writeMemory(TEXT_WINDOW, screen, 0, TEXT_BYTES);
    }

    private void indexed(int port, int[] values) {
        for (int i = 0; i < values.length; i++) {
            register(port, i, values[i]);
        }
    }

    private void register(int port, int index, int value) {
        out(port, index);
        out(port + 1, value);
    }

    private void attributes() {
        ports.read(INPUT_STATUS_1, 1);
        for (int i = 0; i < ATTRIBUTE_VALUES.length; i++) {
            out(ATTRIBUTE, i);
            out(ATTRIBUTE, ATTRIBUTE_VALUES[i]);
        }
        out(ATTRIBUTE, ATTRIBUTE_PALETTE_ON);
    }

    /** The 64 colours of the EGA: a bit of two thirds and one of one third for each of red, green and blue. */
    private void palette() {
        out(PALETTE_MASK, 0xff);
        out(PALETTE_WRITE, 0);
        for (int colour = 0; colour < COLOURS; colour++) {
            for (int component = 2; component >= 0; component--) {
                int high = colour >> component & 1;
                int low = colour >> component + 3 & 1;
                out(PALETTE_DATA, high * 0x2a + low * 0x15);
            }
        }
    }

    private void out(int port, int value) {
        ports.write(port, value, 1);
    }
}
