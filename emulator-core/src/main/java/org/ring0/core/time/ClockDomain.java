package org.ring0.core.time;

/**
 * A chip's own crystal, derived exactly from the virtual clock: tick {@code n} happens at the first cycle at which
 * {@code n} periods have passed, and no remainder is ever lost.
 */
public final class ClockDomain {
    private final VirtualClock clock;
    private final long frequency;

    /**
     * @param clock the machine's clock
     * @param frequency ticks a second, 1 Hz to 2 GHz
     */
    public ClockDomain(VirtualClock clock, long frequency) {
        if (frequency < 1 || frequency > 2_000_000_000L) {
            throw new IllegalArgumentException("clock domain frequency out of range: " + frequency + " Hz");
        }
        this.clock = clock;
        this.frequency = frequency;
    }

    /** Ticks a second. */
    public long frequency() {
        return frequency;
    }

    /** Whole ticks that have passed now. */
    public long ticks() {
        return scale(clock.now(), frequency, clock.frequency());
    }

    /** The first cycle at which {@link #ticks()} is at least {@code ticks}. */
    public long cycleOfTick(long ticks) {
        long cycle = scale(ticks, clock.frequency(), frequency);
        return scale(cycle, frequency, clock.frequency()) < ticks ? cycle + 1 : cycle;
    }

    /** The cycle at which {@code ticks} more ticks will have passed, counted from now. */
    public long cycleAfter(long ticks) {
        return cycleOfTick(ticks() + ticks);
    }

    /** floor(value * numerator / denominator) without overflow: the product of the two factors stays below 2^63. */
    private static long scale(long value, long numerator, long denominator) {
        return value / denominator * numerator + value % denominator * numerator / denominator;
    }
}
