package org.ring0.devices.debug;

import org.ring0.core.device.HostControl;
import org.ring0.core.io.IoDevice;

/**
 * QEMU's isa-debug-exit: four ports (F4h on a PC), and a write of any size to any of them ends the run with the value written.
 * Reads as ones. It has no state.
 */
public final class DebugExit implements IoDevice {
    private final HostControl host;

    /** @param host takes the value, unchanged */
    public DebugExit(HostControl host) {
        this.host = host;
    }

    @Override
    public int read(int offset) {
        return 0xff;
    }

    @Override
    public void write(int offset, int value) {
        host.debugExit(value);
    }

    @Override
    public void write(int offset, int value, int size) {
        host.debugExit(value);
    }
}
