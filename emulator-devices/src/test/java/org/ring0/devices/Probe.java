package org.ring0.devices;

import org.ring0.core.irq.IrqLine;

/** A wire that remembers its level and counts its rising edges. */
public final class Probe implements IrqLine {
    public boolean high;
    public int rises;

    @Override
    public void set(boolean level) {
        if (level && !high) {
            rises++;
        }
        high = level;
    }
}
