package org.ring0.devices.video;

import java.lang.foreign.Arena;
import org.ring0.core.io.IoBus;
import org.ring0.core.io.PortRange;
import org.ring0.core.memory.AddressSpace;
import org.ring0.core.memory.Region;
import org.ring0.core.snapshot.StateWriter;
import org.ring0.core.time.VirtualClock;

/** A card in a small machine, and the instructions of a driver. */
final class TestCard {
    static final int CYCLES_A_SECOND = 1_000_000_000;
    static final long FRAME_BUFFER = 0xe000_0000L;
    static final long REGISTER_BAR = 0xfebf_0000L;

    final VirtualClock clock = new VirtualClock(CYCLES_A_SECOND);
    final IoBus ports = new IoBus();
    final AddressSpace space;
    final Vga vga;
    final ScreenRenderer renderer;

    TestCard() {
        this(16 << 20);
    }

    TestCard(int memory) {
        space = new AddressSpace(Arena.ofAuto().allocate(memory, 8));
        vga = new Vga(clock, new VideoMemory(space, 0, memory));
        renderer = new ScreenRenderer(vga);
        ports.map(PortRange.of(0x3b0, 12), vga.monochromePorts());
        ports.map(PortRange.of(0x3c0, 16), vga.commonPorts());
        ports.map(PortRange.of(0x3d0, 16), vga.colourPorts());
        ports.map(PortRange.of(0x1ce, 4), vga.dispiPorts());
        space.map(Region.mmio(0xa0000, 0x20000, vga.window()));
        space.map(Region.ram(FRAME_BUFFER, memory, 0));
        space.map(Region.mmio(REGISTER_BAR, 0x1000, vga.registerBar()));
    }

    int in(int port) {
        return ports.read(port, 1);
    }

    void out(int port, int value) {
        ports.write(port, value, 1);
    }

    /** Writes a register of an index and data pair, as drivers do it with one word. */
    void set(int indexPort, int index, int value) {
        ports.write(indexPort, value << 8 | index, 2);
    }

    int get(int indexPort, int index) {
        out(indexPort, index);
        return in(indexPort + 1);
    }

    /** The address of the CRTC's index port, 3B4h or 3D4h. */
    int crtc() {
        return (in(0x3cc) & 1) != 0 ? 0x3d4 : 0x3b4;
    }

    void setAttribute(int index, int value) {
        in(crtc() + 6);
        out(0x3c0, index);
        out(0x3c0, value);
        in(crtc() + 6);
        out(0x3c0, 0x20);
    }

    void dispi(int index, int value) {
        ports.write(0x1ce, index, 2);
        ports.write(0x1cf, value, 2);
    }

    int dispi(int index) {
        ports.write(0x1ce, index, 2);
        return ports.read(0x1cf, 2);
    }

    /** Shows a VBE mode. */
    void dispiMode(int width, int height, int bpp) {
        dispi(BochsDispi.INDEX_ENABLE, 0);
        dispi(BochsDispi.INDEX_XRES, width);
        dispi(BochsDispi.INDEX_YRES, height);
        dispi(BochsDispi.INDEX_BPP, bpp);
        dispi(BochsDispi.INDEX_ENABLE, BochsDispi.ENABLED | BochsDispi.LFB_ENABLED);
    }

    int peek(int address) {
        return (int) space.read(address, 1);
    }

    void poke(int address, int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            space.write(address + i, bytes[i], 1);
        }
    }

    /** Programs a standard mode as firmware does, a DAC in which each index has another colour included. */
    void mode(StandardMode mode) {
        out(0x3c2, mode.misc());
        set(0x3c4, 0, 1);
        for (int i = 0; i < 4; i++) {
            set(0x3c4, i + 1, mode.sequencer()[i]);
        }
        set(0x3c4, 0, 3);
        int crtc = crtc();
        set(crtc, 0x11, get(crtc, 0x11) & 0x7f);
        for (int i = 0; i < 25; i++) {
            set(crtc, i, mode.crtc()[i]);
        }
        for (int i = 0; i < 9; i++) {
            set(0x3ce, i, mode.graphics()[i]);
        }
        in(crtc + 6);
        for (int i = 0; i < 20; i++) {
            out(0x3c0, i);
            out(0x3c0, mode.attributes()[i]);
        }
        out(0x3c0, 0x14);
        out(0x3c0, 0);
        out(0x3c0, 0x20);
        loadPalette();
    }

    private void loadPalette() {
        out(0x3c6, 0xff);
        out(0x3c8, 0);
        for (int i = 0; i < 256; i++) {
            out(0x3c9, i & 0x3f);
            out(0x3c9, i >> 2);
            out(0x3c9, i >> 6 | 0x20);
        }
    }

    /** The colour that {@link #mode} gives to a DAC index. */
    static int dacColour(int index) {
        return wide(index & 0x3f) << 16 | wide(index >> 2) << 8 | wide(index >> 6 | 0x20);
    }

    private static int wide(int component) {
        return component << 2 | component >> 4;
    }

    /** Loads a font of 256 glyphs into a map of plane 2, as firmware does: line {@code l} of glyph {@code g}. */
    void loadFont(int map, java.util.function.IntBinaryOperator font) {
        set(0x3c4, 2, 4);
        set(0x3c4, 4, 7);
        set(0x3ce, 4, 2);
        set(0x3ce, 5, 0);
        set(0x3ce, 6, 4);
        int base = 0xa0000 + ((map & 3) << 14 | (map & 4) << 11);
        for (int glyph = 0; glyph < 256; glyph++) {
            for (int line = 0; line < 32; line++) {
                poke(base + glyph * 32 + line, font.applyAsInt(glyph, line) & 0xff);
            }
        }
        set(0x3c4, 2, 3);
        set(0x3c4, 4, 3);
        set(0x3ce, 4, 0);
        set(0x3ce, 5, 0x10);
        set(0x3ce, 6, (in(0x3cc) & 1) != 0 ? 0x0e : 0x0a);
    }

    byte[] state() {
        return StateWriter.encode(vga.save());
    }
}
