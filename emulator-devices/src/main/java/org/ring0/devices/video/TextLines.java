package org.ring0.devices.video;

/** Draws scan lines of text: characters from plane 0, attributes from plane 1, the font from plane 2. */
final class TextLines {
    private static final int GLYPH_SIZE = 32;
    private static final int FIRST_LINE_GRAPHIC = 0xc0;
    private static final int LAST_LINE_GRAPHIC = 0xdf;
    private static final int MONOCHROME_EMULATION = 0x02;

    private final VideoMemory memory;
    private final CrtController crtc;
    private final AttributeController attributes;
    private final int dotsPerCharacter;
    private final int fontPlain;
    private final int fontBright;
    private final boolean phase;

    /** @param phase whether blinking things and the cursor are in the half of their period in which they show */
    TextLines(Vga vga, boolean phase) {
        this.memory = vga.memory;
        this.crtc = vga.crtc;
        this.attributes = vga.attributes;
        this.phase = phase;
        dotsPerCharacter = vga.sequencer.dotsPerCharacter();
        fontPlain = vga.sequencer.fontOffset(false);
        fontBright = vga.sequencer.fontOffset(true);
    }

    /**
     * Draws one line.
     *
     * @param pixels gets a 4-bit value for each dot, from the first character on, however the line is panned
     */
    void draw(ScanCounter scan, int characters, int[] pixels) {
        int at = 0;
        for (int column = 0; column < characters; column++) {
            int count = crtc.count(scan.rowStart(), column);
            int cell = memory.planes(crtc.planeOffset(count, scan.rowScan()));
            int code = cell & 0xff;
            int attribute = cell >> 8 & 0xff;
            int font = (attribute & 0x08) != 0 ? fontBright : fontPlain;
            int dots = dots(code, attribute, font, scan.rowScan());
            if (isCursor(count, scan.rowScan())) {
                dots = 0x1ff;
            }
            int background = attribute >> 4 & (attributes.blink() ? 0x07 : 0x0f);
            int foreground = attribute & 0x0f;
            for (int i = 0; i < dotsPerCharacter; i++) {
                pixels[at++] = (dots & 0x100 >> i) != 0 ? foreground : background;
            }
        }
    }

    /** The dots of a character's line, the leftmost in bit 8 and the ninth in bit 0. */
    private int dots(int code, int attribute, int font, int rowScan) {
        if (attributes.blink() && (attribute & 0x80) != 0 && !phase) {
            return 0;
        }
        boolean underlined = (attribute & 0x77) == 1
                && rowScan == crtc.underlineLine()
                && attributes.registers.has(AttributeController.MODE_CONTROL, MONOCHROME_EMULATION);
        if (underlined) {
            return 0x1ff;
        }
        int glyph = memory.planes(font + code * GLYPH_SIZE + rowScan & 0xffff) >> 16 & 0xff;
        boolean ninth = attributes.lineGraphics() && code >= FIRST_LINE_GRAPHIC && code <= LAST_LINE_GRAPHIC;
        return glyph << 1 | (ninth ? glyph & 1 : 0);
    }

    private boolean isCursor(int count, int rowScan) {
        return phase
                && count == crtc.cursorAddress()
                && !crtc.cursorOff()
                && rowScan >= crtc.cursorStart()
                && rowScan <= crtc.cursorEnd();
    }
}
