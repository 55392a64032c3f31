package org.ring0.devices;

import org.ring0.core.time.ClockDomain;
import org.ring0.core.time.Scheduler;
import org.ring0.core.time.VirtualClock;

/** A clock of 1 GHz and a scheduler, driven by a test as the main loop drives them. */
public final class VirtualTime {
    public final VirtualClock clock = new VirtualClock(1_000_000_000);
    public final Scheduler scheduler = new Scheduler(clock);
    /** How often something fell due. */
    public long events;

    /** A chip's crystal. */
    public ClockDomain domain(long hertz) {
        return new ClockDomain(clock, hertz);
    }

    /** Lets {@code nanos} pass; everything that falls due happens at its own cycle. */
    public void pass(long nanos) {
        passUntil(clock.now() + nanos);
    }

    public void passMicros(long micros) {
        pass(micros * 1000);
    }

    public void passMillis(long millis) {
        pass(millis * 1_000_000);
    }

    /** Goes to the first cycle at which {@code domain} has done {@code ticks} more ticks. */
    public void passTicks(ClockDomain domain, long ticks) {
        passUntil(domain.cycleAfter(ticks));
    }

    /** Goes to a cycle. */
    public void passUntil(long cycle) {
        while (scheduler.nextDeadline() <= cycle) {
            clock.advanceTo(Math.max(clock.now(), scheduler.nextDeadline()));
            events++;
            scheduler.fireDue();
        }
        clock.advanceTo(cycle);
    }
}
