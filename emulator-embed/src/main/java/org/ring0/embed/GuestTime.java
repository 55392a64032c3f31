package org.ring0.embed;

import java.time.Duration;

/** Guest time: it passes as the guest executes, whatever the host's clock does. */
public final class GuestTime {
    private GuestTime() {}

    /** So many seconds of guest time. */
    public static Duration guestSeconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    /** So many milliseconds of guest time. */
    public static Duration guestMillis(long millis) {
        return Duration.ofMillis(millis);
    }

    /** The cycles of a clock of {@code hertz} in a time, rounded down. */
    public static long cycles(Duration time, long hertz) {
        double cycles = (time.getSeconds() + time.getNano() / 1e9) * hertz;
        return (long) Math.min(cycles, Long.MAX_VALUE);
    }

    /** The time that so many cycles of a clock of {@code hertz} take, rounded down to nanoseconds. */
    public static Duration of(long cycles, long hertz) {
        return Duration.ofSeconds(cycles / hertz).plusNanos(cycles % hertz * 1_000_000_000 / hertz);
    }
}
