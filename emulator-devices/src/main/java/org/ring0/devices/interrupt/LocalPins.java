package org.ring0.devices.interrupt;

/** The pins LINT0 and LINT1: how they are driven, and what that asks for by their local vectors. */
final class LocalPins {
    private static final int COUNT = 2;

    private final LocalVectors lvt;
    /** Bit 0 is LINT0, bit 1 LINT1. */
    private int levels;

    LocalPins(LocalVectors lvt) {
        this.lvt = lvt;
    }

    /** Drives a pin; whether it has another level now. */
    boolean drive(int pin, boolean high) {
        boolean changed = high != isHigh(pin);
        if (changed) {
            levels ^= bit(pin);
        }
        return changed;
    }

    private static int bit(int pin) {
        return 1 << pin - LocalVectors.LINT0;
    }

    boolean isHigh(int pin) {
        return (levels & bit(pin)) != 0;
    }

    /** Whether the pin has its active level. */
    boolean isAsserted(int pin) {
        return isHigh(pin) != lvt.isLowActive(pin);
    }

    /** Whether LINT0, as a level, asks for its fixed interrupt: until it has been taken, and again after its EOI. */
    boolean isLevelRequested() {
        int pin = LocalVectors.LINT0;
        return lvt.isLevel(pin) && !lvt.isMasked(pin) && isAsserted(pin) && !lvt.hasRemoteIrr(pin);
    }

    /** Whether a pin asks for an interrupt of the 8259A's. */
    boolean isExternalRequested() {
        return isExternal(LocalVectors.LINT0) || isExternal(LocalVectors.LINT1);
    }

    private boolean isExternal(int pin) {
        return !lvt.isMasked(pin) && lvt.mode(pin) == DeliveryMode.EXTINT && isAsserted(pin);
    }

    int save() {
        return levels;
    }

    void restore(int saved) {
        levels = saved & (1 << COUNT) - 1;
    }
}
