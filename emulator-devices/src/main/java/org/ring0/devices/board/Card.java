package org.ring0.devices.board;

/** A card of one's own: plugs its devices into a machine that is being built, before its first reset. */
@FunctionalInterface
public interface Card {
    /** Puts devices on ports, into memory or into PCI slots. */
    void plugInto(ExpansionBus bus);
}
