package org.ring0.devices.acpi;

import org.ring0.core.time.ClockDomain;

/**
 * The ACPI power management timer: 24 bits at 3.579545 MHz, never stopped. Its top bit's changes are what TMROF_STS reports
 * (ACPI 1.0b, 4.7.2.4): they happen every 2^23 ticks, about 2.34 s.
 */
final class PowerManagementTimer {
    private static final int MASK = 0xff_ffff;
    private static final long HALF_PERIOD = 1L << 23;

    private final ClockDomain clock;

    /** @param clock ticks at 3 579 545 Hz */
    PowerManagementTimer(ClockDomain clock) {
        this.clock = clock;
    }

    /** The counter, 24 bits. */
    int value() {
        return (int) clock.ticks() & MASK;
    }

    /** The tick now, all bits. */
    long tick() {
        return clock.ticks();
    }

    /** The tick at which the top bit changes next. */
    long nextChange() {
        return (clock.ticks() / HALF_PERIOD + 1) * HALF_PERIOD;
    }

    /** The virtual clock's cycle of a tick. */
    long cycleOf(long tick) {
        return clock.cycleOfTick(tick);
    }
}
