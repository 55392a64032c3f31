package org.ring0.devices.video;

/** Draws the screen of the VBE extension: lines of pixels of 4 to 32 bits in a linear frame buffer. */
final class DispiScreen {
    private final VideoMemory memory;
    private final BochsDispi dispi;
    private final AttributeController attributes;
    private final DacPalette dac;

    DispiScreen(Vga vga) {
        memory = vga.memory;
        dispi = vga.dispi;
        attributes = vga.attributes;
        dac = vga.dac;
    }

    Frame draw() {
        int width = dispi.xres();
        int height = dispi.yres();
        int[] rgb = new int[width * height];
        for (int y = 0; y < height; y++) {
            int line = (dispi.yOffset() + y) * dispi.lineLength();
            if (dispi.bpp() == 4) {
                drawPlanar(line, width, rgb, y * width);
            } else {
                drawLinear(line, width, rgb, y * width);
            }
        }
        return new Frame(width, height, rgb);
    }

    private void drawLinear(int line, int width, int[] rgb, int to) {
        int bytes = dispi.bpp() + 7 >> 3;
        int at = line + dispi.xOffset() * bytes;
        for (int x = 0; x < width; x++, at += bytes) {
            rgb[to + x] = switch (dispi.bpp()) {
                case 8 -> dac.rgb(memory.get(at));
                case 15 -> fromThirds(memory.get(at) | memory.get(at + 1) << 8, 5);
                case 16 -> fromThirds(memory.get(at) | memory.get(at + 1) << 8, 6);
                case 24 -> memory.get(at) | memory.get(at + 1) << 8 | memory.get(at + 2) << 16;
                default -> memory.getDword(at) & 0xffffff;
            };
        }
    }

    /** 5 bits of red, 5 or 6 of green, 5 of blue, widened so that full intensity stays full. */
    private static int fromThirds(int value, int greenBits) {
        int red = value >> 5 + greenBits & 0x1f;
        int green = value >> 5 & (1 << greenBits) - 1;
        int blue = value & 0x1f;
        return widen(red, 5) << 16 | widen(green, greenBits) << 8 | widen(blue, 5);
    }

    private static int widen(int value, int bits) {
        return value << 8 - bits | value >> 2 * bits - 8;
    }

    private void drawPlanar(int line, int width, int[] rgb, int to) {
        int[] pixels = new int[8];
        int first = dispi.xOffset();
        for (int x = 0; x < width; x++) {
            if (x == 0 || (first + x & 7) == 0) {
                GraphicsLines.bits(memory.planes(line + (first + x >> 3)), pixels, 0);
            }
            rgb[to + x] = dac.rgb(attributes.dacIndex(pixels[first + x & 7]));
        }
    }
}
