package org.ring0.core.machine;

import java.time.Duration;
import org.ring0.core.time.HostClock;

/**
 * Where all runs of a machine together must end.
 *
 * @param retired at how many instructions
 * @param cycle at which cycle
 * @param hostTime how long after {@code since}, or null
 */
public record Limits(long retired, long cycle, Duration hostTime, HostClock since) {
    /** No limits. */
    public static final Limits NONE = new Limits(Long.MAX_VALUE, Long.MAX_VALUE, null, null);

    /** From where the machine is now on. */
    public static Limits from(Budget total, Machine machine) {
        return new Limits(
                sum(machine.retired(), total.instructions()),
                sum(machine.clock().now(), total.cycles()),
                total.hostTime(),
                new HostClock());
    }

    /** What is left of both. */
    public Budget within(Budget budget, Machine machine) {
        return new Budget(
                Math.min(budget.instructions(), Math.max(0, retired - machine.retired())),
                Math.min(budget.cycles(), Math.max(0, cycle - machine.clock().now())),
                hostTime(budget.hostTime()));
    }

    private Duration hostTime(Duration wanted) {
        if (hostTime == null) {
            return wanted;
        }
        Duration left = hostTime.minusNanos(since.nanos());
        return wanted == null || left.compareTo(wanted) < 0 ? left : wanted;
    }

    private static long sum(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
