package org.ring0.embed;

import org.ring0.devices.board.ExpansionBus;

/** A card of one's own: plugs its devices into a machine that is being built. */
@FunctionalInterface
public interface Expansion {
    /** Puts devices on ports, into memory or into PCI slots. */
    void plugInto(ExpansionBus bus);
}
