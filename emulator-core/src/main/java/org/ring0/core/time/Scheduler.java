package org.ring0.core.time;

import java.util.TreeSet;

/**
 * Knows what is due next. Timers with equal deadlines fire in the order in which they were created, so that a run never
 * depends on a hash or on an address.
 */
public final class Scheduler {
    /** The deadline of a timer that is not armed. */
    public static final long NEVER = Long.MAX_VALUE;

    private final VirtualClock clock;
    private final TreeSet<Timer> armed = new TreeSet<>(Scheduler::compare);
    private int created;
    private long earliest = NEVER;
    private Runnable onEarlierDeadline = () -> {};

    public Scheduler(VirtualClock clock) {
        this.clock = clock;
    }

    /** A new timer, not armed. */
    public Timer timer(Runnable action) {
        return new Timer(this, created++, action);
    }

    /** The clock that the deadlines are cycles of. */
    public VirtualClock clock() {
        return clock;
    }

    /** The cycle of the next event, or {@link #NEVER}. */
    public long nextDeadline() {
        return earliest;
    }

    /** The main loop's hook: called when an event is armed before the one that was the next. */
    public void onEarlierDeadline(Runnable hook) {
        onEarlierDeadline = hook;
    }

    /** Fires everything due at the clock's present cycle, in order; events that fire may arm others. */
    public void fireDue() {
        while (earliest <= clock.now()) {
            Timer timer = armed.pollFirst();
            timer.deadline = NEVER;
            earliest = armed.isEmpty() ? NEVER : armed.first().deadline;
            timer.action.run();
        }
    }

    void arm(Timer timer, long cycle) {
        armed.remove(timer);
        timer.deadline = Math.min(cycle, NEVER - 1);
        armed.add(timer);
        boolean earlier = timer.deadline < earliest;
        earliest = armed.first().deadline;
        if (earlier) {
            onEarlierDeadline.run();
        }
    }

    void disarm(Timer timer) {
        if (timer.armed()) {
            armed.remove(timer);
            timer.deadline = NEVER;
            earliest = armed.isEmpty() ? NEVER : armed.first().deadline;
        }
    }

    private static int compare(Timer a, Timer b) {
        return a.deadline != b.deadline ? Long.compare(a.deadline, b.deadline) : Integer.compare(a.order, b.order);
    }
}
