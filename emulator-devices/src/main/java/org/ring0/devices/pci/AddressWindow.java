package org.ring0.devices.pci;

/**
 * The place in an address space that a base address register decides on. The board knows what is behind it, and what to do
 * when a guest puts two windows in one place.
 */
@FunctionalInterface
public interface AddressWindow {
    /** The window is closed. */
    long CLOSED = -1;

    /** Leads nowhere. */
    AddressWindow UNCONNECTED = base -> {};

    /** Moves the window to {@code base}, a multiple of its size, or closes it with {@link #CLOSED}. */
    void moveTo(long base);
}
