package org.ring0.devices.board;

import org.ring0.core.irq.IrqLine;

/** One wire with two sources, one of which is connected at a time. */
final class SwitchedLine {
    private final IrqLine wire;
    private final Source usual = new Source(false);
    private final Source replacement = new Source(true);
    private boolean replaced;

    SwitchedLine(IrqLine wire) {
        this.wire = wire;
    }

    /** The source that is connected at first. */
    IrqLine usual() {
        return usual;
    }

    /** The other one. */
    IrqLine replacement() {
        return replacement;
    }

    /** Connects the replacement, or the usual source again. */
    void select(boolean useReplacement) {
        if (useReplacement != replaced) {
            replaced = useReplacement;
            wire.set((replaced ? replacement : usual).level);
        }
    }

    private final class Source implements IrqLine {
        private final boolean isReplacement;
        private boolean level;

        Source(boolean isReplacement) {
            this.isReplacement = isReplacement;
        }

        @Override
        public void set(boolean high) {
            level = high;
            if (replaced == isReplacement) {
                wire.set(high);
            }
        }

        @Override
        public void pulse() {
            level = false;
            if (replaced == isReplacement) {
                wire.pulse();
            }
        }
    }
}
