package org.ring0.core.time;

/**
 * The machine's only clock: retired guest instructions plus the cycles skipped while every CPU was halted.
 *
 * <p>One instruction is one cycle of a nominal frequency. Everything that tells time in the guest derives from it through
 * {@link ClockDomain}; nothing reads the host's clock.
 */
public final class VirtualClock {
    private final long frequency;
    private long now;

    /** @param frequency cycles a second, 1 Hz to 4 GHz */
    public VirtualClock(long frequency) {
        if (frequency < 1 || frequency > 4_000_000_000L) {
            throw new IllegalArgumentException("clock frequency out of range: " + frequency + " Hz");
        }
        this.frequency = frequency;
    }

    /** Cycles a second. */
    public long frequency() {
        return frequency;
    }

    /** Cycles since the machine was built. Exact at every port and MMIO access: the CPU advances it before each. */
    public long now() {
        return now;
    }

    /** Moves the clock to {@code cycle}; it never runs backwards. */
    public void advanceTo(long cycle) {
        if (cycle < now) {
            throw new IllegalStateException("clock runs backwards: " + now + " to " + cycle);
        }
        now = cycle;
    }

    /** Sets the clock when a snapshot is restored; timers are re-armed by their devices afterwards. */
    public void restore(long cycle) {
        now = cycle;
    }
}
