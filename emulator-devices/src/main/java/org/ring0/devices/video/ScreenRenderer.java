package org.ring0.devices.video;

import java.util.Arrays;

/**
 * Makes a picture of what the card shows now. A picture is drawn from registers and memory as they are, not as they were
 * when the beam passed. Belongs to the thread that runs the machine.
 */
public final class ScreenRenderer {
    /** No picture is wider than this, whatever the registers say. */
    public static final int MAX_WIDTH = 2560;

    /** No picture is higher than this, whatever the registers say. */
    public static final int MAX_HEIGHT = 2048;

    private final Vga vga;

    public ScreenRenderer(Vga vga) {
        this.vga = vga;
    }

    /** The picture with blinking characters and the cursor shown. */
    public Frame render() {
        return render(true);
    }

    /** The picture; {@code phase}: whether blinking characters and the cursor are shown now. */
    public Frame render(boolean phase) {
        if (vga.dispi.enabled()) {
            return vga.sequencer.screenOff()
                    ? filled(vga.dispi.xres(), vga.dispi.yres(), 0)
                    : new DispiScreen(vga).draw();
        }
        int width = vga.crtc.columns() * vga.sequencer.dotsPerCharacter() * vga.sequencer.ticksPerDot();
        int height = vga.crtc.lines() * vga.crtc.linesPerCount();
        width = Math.min(width, MAX_WIDTH);
        height = Math.min(height, MAX_HEIGHT);
        if (vga.sequencer.screenOff()) {
            return filled(width, height, 0);
        }
        if (!vga.attributes.displayEnabled()) {
            return filled(width, height, vga.dac.rgb(vga.attributes.overscan()));
        }
        return drawVga(width, height, phase);
    }

    private Frame drawVga(int width, int height, boolean phase) {
        int characters = vga.crtc.columns() + 2;
        int[] pixels = new int[characters * 9];
        int[] rgb = new int[width * height];
        int[] colours = colours();
        TextLines text = vga.graphics.graphicsMode() ? null : new TextLines(vga, phase);
        GraphicsLines graphics = new GraphicsLines(vga);
        ScanCounter scan = new ScanCounter(vga.crtc, vga.attributes);
        int panning = vga.attributes.panning(vga.sequencer.dotsPerCharacter());
        for (int y = 0; y < height; y++) {
            if (text != null) {
                text.draw(scan, characters, pixels);
            } else {
                graphics.draw(scan, characters, pixels);
            }
            emit(pixels, scan.panned() ? panning : 0, colours, rgb, y * width, width);
            scan.next();
        }
        return new Frame(width, height, rgb);
    }

    /** The attribute controller's output: each dot of a line as a colour. */
    private void emit(int[] pixels, int panning, int[] colours, int[] rgb, int to, int width) {
        int doubling = vga.sequencer.ticksPerDot() - 1;
        boolean eightBit = vga.attributes.eightBitPixels();
        for (int x = 0; x < width; x++) {
            int dot = (x >> doubling) + panning;
            int first = dot & ~1;
            rgb[to + x] = eightBit ? colours[pixels[first] << 4 | pixels[first + 1]] : colours[pixels[dot]];
        }
    }

    /** The colours that pixel values have: 256, or 16 by way of the palette. */
    private int[] colours() {
        int[] colours = new int[vga.attributes.eightBitPixels() ? 256 : 16];
        for (int i = 0; i < colours.length; i++) {
            colours[i] = vga.dac.rgb(colours.length == 256 ? i : vga.attributes.dacIndex(i));
        }
        return colours;
    }

    private static Frame filled(int width, int height, int colour) {
        int[] rgb = new int[width * height];
        Arrays.fill(rgb, colour);
        return new Frame(width, height, rgb);
    }
}
