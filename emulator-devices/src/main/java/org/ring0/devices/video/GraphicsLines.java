package org.ring0.devices.video;

/** Draws scan lines of pixels from the planes, in the three ways in which the graphics controller serializes them. */
final class GraphicsLines {
    private final VideoMemory memory;
    private final CrtController crtc;
    private final int dotsPerCharacter;
    private final boolean shift256;
    private final boolean shiftInterleave;

    GraphicsLines(Vga vga) {
        memory = vga.memory;
        crtc = vga.crtc;
        dotsPerCharacter = vga.sequencer.dotsPerCharacter();
        shift256 = vga.graphics.shift256();
        shiftInterleave = vga.graphics.shiftInterleave();
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
            int planes = memory.planes(crtc.planeOffset(count, scan.rowScan()));
            if (shift256) {
                nibbles(planes, pixels, at);
            } else if (shiftInterleave) {
                bitPairs(planes, pixels, at);
            } else {
                bits(planes, pixels, at);
            }
            at += 8;
            if (dotsPerCharacter == 9) {
                pixels[at++] = 0;
            }
        }
    }

    /** The four planes' bytes in turn, the high nibble first. */
    private static void nibbles(int planes, int[] pixels, int at) {
        for (int i = 0; i < 8; i++) {
            pixels[at + i] = planes >>> (i << 2 ^ 4) & 0x0f;
        }
    }

    /** Pairs of bits of plane 0, then of plane 1, with those of planes 2 and 3 above them. */
    private static void bitPairs(int planes, int[] pixels, int at) {
        for (int i = 0; i < 8; i++) {
            int shift = (i & 4) << 1 | 6 - 2 * (i & 3);
            pixels[at + i] = planes >>> shift & 3 | (planes >>> shift + 16 & 3) << 2;
        }
    }

    /** A bit of each plane. */
    static void bits(int planes, int[] pixels, int at) {
        for (int i = 0; i < 8; i++) {
            int bits = planes >>> 7 - i & 0x01010101;
            pixels[at + i] = (bits | bits >>> 7 | bits >>> 14 | bits >>> 21) & 0x0f;
        }
    }
}
