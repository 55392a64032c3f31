package org.ring0.devices.debug;

import org.ring0.core.device.CharBackend;
import org.ring0.core.io.IoDevice;

/**
 * The debug port of Bochs and QEMU: a byte written is a character for the host, a read tells that the port exists. On a PC at
 * E9h, and at 402h, where SeaBIOS writes its log. It has no state.
 */
public final class DebugConsole implements IoDevice {
    /** What a read returns, whatever the port's address. */
    public static final int PRESENT = 0xe9;

    private final CharBackend out;

    /** @param out where the characters go */
    public DebugConsole(CharBackend out) {
        this.out = out;
    }

    @Override
    public int read(int offset) {
        return PRESENT;
    }

    @Override
    public void write(int offset, int value) {
        out.send(value);
    }
}
