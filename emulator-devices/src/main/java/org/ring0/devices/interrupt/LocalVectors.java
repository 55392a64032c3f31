package org.ring0.devices.interrupt;

import java.util.Arrays;

/** The local vector table (SDM Vol. 3A, "Local Vector Table"): which bits of each entry there are, and what they say. */
final class LocalVectors {
    static final int TIMER = 0;
    static final int THERMAL = 1;
    static final int PERFORMANCE = 2;
    static final int LINT0 = 3;
    static final int LINT1 = 4;
    static final int ERROR = 5;
    static final int COUNT = 6;

    private static final int VECTOR = 0xff;
    private static final int DELIVERY_MODE = 7 << 8;
    private static final int POLARITY = 1 << 13;
    private static final int REMOTE_IRR = 1 << 14;
    private static final int LEVEL = 1 << 15;
    static final int MASKED = 1 << 16;
    private static final int PERIODIC = 1 << 17;
    private static final int TSC_DEADLINE = 1 << 18;
    private static final ApicTimer.Mode[] TIMER_MODES = ApicTimer.Mode.values();

    private final int[] writable;
    private final int[] entries = new int[COUNT];

    /** @param tscDeadline whether the timer has that mode */
    LocalVectors(boolean tscDeadline) {
        int pin = VECTOR | DELIVERY_MODE | POLARITY | LEVEL | MASKED;
        writable = new int[] {
            VECTOR | MASKED | PERIODIC | (tscDeadline ? TSC_DEADLINE : 0),
            VECTOR | DELIVERY_MODE | MASKED,
            VECTOR | DELIVERY_MODE | MASKED,
            pin,
            pin,
            VECTOR | MASKED
        };
        Arrays.fill(entries, MASKED);
    }

    int get(int entry) {
        return entries[entry];
    }

    /** The bits of an entry that are reserved for writing; those of the read-only status bits are not counted. */
    int reserved(int entry) {
        return ~(writable[entry] | 1 << 12 | (isPin(entry) ? REMOTE_IRR : 0));
    }

    /** A write by software; masked entries stay masked while the APIC is disabled by software. */
    void write(int entry, int value, boolean softwareEnabled) {
        int kept = entries[entry] & REMOTE_IRR;
        entries[entry] = value & writable[entry] | (softwareEnabled ? 0 : MASKED);
        if (isLevel(entry)) {
            entries[entry] |= kept;
        }
    }

    void maskAll() {
        for (int i = 0; i < COUNT; i++) {
            entries[i] |= MASKED;
        }
    }

    private static boolean isPin(int entry) {
        return entry == LINT0 || entry == LINT1;
    }

    boolean isMasked(int entry) {
        return (entries[entry] & MASKED) != 0;
    }

    int vector(int entry) {
        return entries[entry] & VECTOR;
    }

    DeliveryMode mode(int entry) {
        return DeliveryMode.of(entries[entry]);
    }

    boolean makesNmi(int pin) {
        return !isMasked(pin) && mode(pin) == DeliveryMode.NMI;
    }

    ApicTimer.Mode timerMode() {
        return TIMER_MODES[entries[TIMER] >> 17 & 3];
    }

    boolean isLowActive(int entry) {
        return (entries[entry] & POLARITY) != 0;
    }

    /** Only LINT0 in fixed mode can be level-triggered; LINT1 never. */
    boolean isLevel(int entry) {
        return entry == LINT0 && (entries[entry] & LEVEL) != 0 && mode(entry) == DeliveryMode.FIXED;
    }

    boolean hasRemoteIrr(int entry) {
        return (entries[entry] & REMOTE_IRR) != 0;
    }

    void setRemoteIrr(int entry, boolean on) {
        entries[entry] = on ? entries[entry] | REMOTE_IRR : entries[entry] & ~REMOTE_IRR;
    }

    int[] save() {
        return entries.clone();
    }

    void restore(int[] saved) {
        int[] from = Arrays.copyOf(saved, COUNT);
        for (int i = 0; i < COUNT; i++) {
            entries[i] = from[i] & (writable[i] | (isPin(i) ? REMOTE_IRR : 0));
        }
    }
}
