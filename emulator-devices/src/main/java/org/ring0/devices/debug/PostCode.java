package org.ring0.devices.debug;

import org.ring0.core.device.CharBackend;

/**
 * The display of a POST card: remembers the last code that was written to port 80h and hands it on. On a PC the port itself
 * is a register of the DMA page block, which reports here.
 */
public final class PostCode implements CharBackend {
    private final CharBackend log;
    private int last;

    /** @param log sees every code */
    public PostCode(CharBackend log) {
        this.log = log;
    }

    @Override
    public void send(int value) {
        last = value;
        log.send(value);
    }

    /** The last code, 0 before the first. */
    public int last() {
        return last;
    }
}
