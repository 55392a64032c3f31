package org.ring0.devices;

import org.ring0.core.device.HostControl;

/** Remembers what a device asked of the machine. */
public final class RecordedHost implements HostControl {
    public int powerOffs;
    public int resets;
    public int lastExit = -1;
    public int exits;

    @Override
    public void powerOff() {
        powerOffs++;
    }

    @Override
    public void reset() {
        resets++;
    }

    @Override
    public void debugExit(int value) {
        exits++;
        lastExit = value;
    }

    @Override
    public void hostError(String sentence) {}
}
