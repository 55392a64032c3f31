package org.ring0.devices.board.boot;

import org.ring0.core.io.IoBus;

/** Sets a mode with a linear frame buffer through the Bochs display interface (VBE DISPI, ports 1CEh and 1CFh). */
public final class GraphicsMode {
    private static final int INDEX = 0x1ce;
    private static final int DATA = 0x1cf;
    private static final int XRES = 1;
    private static final int YRES = 2;
    private static final int BPP = 3;
    private static final int ENABLE = 4;
    private static final int ENABLED_LINEAR = 0x41;

    private final IoBus ports;

    public GraphicsMode(IoBus ports) {
        this.ports = ports;
    }

    /** The screen is black afterwards. */
    public void set(VideoMode mode) {
        register(ENABLE, 0);
        register(XRES, mode.width());
        register(YRES, mode.height());
        register(BPP, mode.depth());
        register(ENABLE, ENABLED_LINEAR);
    }

    private void register(int index, int value) {
        ports.write(INDEX, index, 2);
        ports.write(DATA, value, 2);
    }
}
