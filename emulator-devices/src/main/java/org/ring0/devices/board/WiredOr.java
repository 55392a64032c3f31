package org.ring0.devices.board;

import org.ring0.core.irq.IrqLine;

/** One wire with several drivers: high while any of them drives it high. */
final class WiredOr {
    private final IrqLine wire;
    private int drivenHigh;

    WiredOr(IrqLine wire) {
        this.wire = wire;
    }

    /** A new driver. */
    IrqLine driver() {
        return new IrqLine() {
            private boolean level;

            @Override
            public void set(boolean high) {
                if (high != level) {
                    level = high;
                    drivenHigh += high ? 1 : -1;
                    wire.set(drivenHigh > 0);
                }
            }

            /** No edge on a wire that somebody holds high. */
            @Override
            public void pulse() {
                set(false);
                if (drivenHigh == 0) {
                    wire.pulse();
                }
            }
        };
    }
}
