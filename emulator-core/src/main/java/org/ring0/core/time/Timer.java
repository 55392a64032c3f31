package org.ring0.core.time;

/** One pending event of a device. Armed for a cycle; fires once, between two instructions, at that cycle. */
public final class Timer {
    private final Scheduler scheduler;
    final int order;
    final Runnable action;
    long deadline = Scheduler.NEVER;

    Timer(Scheduler scheduler, int order, Runnable action) {
        this.scheduler = scheduler;
        this.order = order;
        this.action = action;
    }

    /** Arms or re-arms the timer. A cycle that has passed already fires before the next instruction. */
    public void arm(long cycle) {
        scheduler.arm(this, cycle);
    }

    /** Forgets the pending event, if any. */
    public void disarm() {
        scheduler.disarm(this);
    }

    /** Whether an event is pending. */
    public boolean armed() {
        return deadline != Scheduler.NEVER;
    }

    /** The cycle of the pending event, or {@link Scheduler#NEVER}. */
    public long deadline() {
        return deadline;
    }
}
