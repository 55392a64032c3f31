package org.ring0.core.time;

import java.time.Duration;

/**
 * The host's monotonic clock: the only wall clock in the core. It paces interactive runs and ends runs that take too long;
 * nothing that the guest can see depends on it.
 */
public final class HostClock {
    private final long began = System.nanoTime();

    /** Nanoseconds since this clock was made. */
    public long nanos() {
        return System.nanoTime() - began;
    }

    /** Whether {@code limit} (null: never) has passed since this clock was made. */
    public boolean hasPassed(Duration limit) {
        return limit != null && nanos() >= limit.toNanos();
    }
}
