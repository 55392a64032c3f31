package org.ring0.devices.interrupt;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.ring0.core.time.ClockDomain;
import org.ring0.core.time.Scheduler;
import org.ring0.core.time.Timer;

/**
 * The local APIC's timer (SDM Vol. 3A, "APIC Timer"). The count is a function of the clock; an expiry is only scheduled while
 * it would make an interrupt that is not pending already.
 */
final class ApicTimer {
    /** LVT bits 18 and 17, in the order of the encodings; the last is reserved and stops the timer. */
    enum Mode {
        ONE_SHOT,
        PERIODIC,
        TSC_DEADLINE,
        RESERVED
    }

    private static final int DIVIDE_BITS = 0xb;
    private static final long DWORD = 0xffff_ffffL;
    /** Room for an expiry behind it. */
    private static final long MAX_TICK = 1L << 60;

    /**
     * @param divide the divide configuration register
     * @param initial the initial count, unsigned
     * @param origin the tick of the bus clock at which the count was {@code count}
     * @param count what the count was then; 0 when the timer does not run
     * @param seen expiries up to this tick are over: they have interrupted, or never will
     * @param deadline IA32_TSC_DEADLINE, 0 when it is not armed
     */
    record State(int divide, long initial, long origin, long count, long seen, long deadline) {
        static final State POWER_ON = new State(0, 0, 0, 0, 0, 0);
    }

    private final ClockDomain clock;
    private final Scheduler scheduler;
    private final LongSupplier timeStampOffset;
    private final BooleanSupplier wanted;
    private final Runnable expired;
    private final Timer expiry;
    private Mode mode = Mode.ONE_SHOT;
    private int divide;
    private long initial;
    private long origin;
    private long count;
    private long seen;
    private long deadline;

    /**
     * @param timeStampOffset what the time-stamp counter reads more than the machine's clock
     * @param wanted whether an expiry would make a new interrupt
     * @param expired makes it
     */
    ApicTimer(
            ClockDomain clock,
            Scheduler scheduler,
            LongSupplier timeStampOffset,
            BooleanSupplier wanted,
            Runnable expired) {
        this.clock = clock;
        this.scheduler = scheduler;
        this.timeStampOffset = timeStampOffset;
        this.wanted = wanted;
        this.expired = expired;
        expiry = scheduler.timer(this::onExpiry);
    }

    /** Follows the mode in the LVT; a change from or to TSC-deadline mode stops the timer. */
    void setMode(Mode next) {
        if (next == mode) {
            return;
        }
        rebase();
        if (next == Mode.TSC_DEADLINE || mode == Mode.TSC_DEADLINE) {
            count = 0;
            deadline = 0;
        }
        mode = next;
    }

    void writeInitial(int value) {
        if (mode == Mode.TSC_DEADLINE) {
            return;
        }
        initial = value & DWORD;
        origin = clock.ticks();
        count = initial;
        update();
    }

    int initial() {
        return (int) initial;
    }

    int current() {
        return mode == Mode.TSC_DEADLINE ? 0 : (int) countAt(clock.ticks());
    }

    void writeDivide(int value) {
        rebase();
        divide = value & DIVIDE_BITS;
        update();
    }

    int divide() {
        return divide;
    }

    void writeDeadline(long value) {
        if (mode == Mode.TSC_DEADLINE) {
            deadline = value;
            arm();
        }
    }

    long deadline() {
        return mode != Mode.TSC_DEADLINE || deadlinePassed() ? 0 : deadline;
    }

    /** What is wanted, or the time-stamp counter, has changed: expiries that were not wanted are over. */
    void update() {
        if (mode == Mode.TSC_DEADLINE && deadlinePassed() && !expiry.armed()) {
            deadline = 0;
        }
        seen = clock.ticks();
        arm();
    }

    /** The time-stamp counter has jumped, perhaps beyond the deadline. */
    void timeStampChanged() {
        arm();
    }

    private boolean deadlinePassed() {
        return Long.compareUnsigned(deadline, timeStamp()) <= 0;
    }

    private long timeStamp() {
        return scheduler.clock().now() + timeStampOffset.getAsLong();
    }

    /** The divisor is 2 to this: 0 stands for 2, 1 for 4, and so on; 7 for 1. */
    private int shift() {
        return ((divide >> 1 & 4 | divide & 3) + 1) & 7;
    }

    private boolean reloads() {
        return mode == Mode.PERIODIC && initial != 0;
    }

    private long countAt(long tick) {
        if (count == 0) {
            return 0;
        }
        long elapsed = Math.max(0, tick - origin) >> shift();
        if (elapsed < count) {
            return count - elapsed;
        }
        return reloads() ? initial - (elapsed - count) % initial : 0;
    }

    /** Makes the present count the origin, so that the next one is counted in another way. */
    private void rebase() {
        long now = clock.ticks();
        count = countAt(now);
        origin = now;
    }

    /** The first tick after {@code seen} at which the count reaches 0. */
    private long nextExpiryTick() {
        if (count == 0 || mode == Mode.RESERVED) {
            return Scheduler.NEVER;
        }
        long first = origin + (count << shift());
        if (seen < first) {
            return first;
        }
        long period = initial << shift();
        return reloads() ? first + ((seen - first) / period + 1) * period : Scheduler.NEVER;
    }

    private void arm() {
        long cycle = Scheduler.NEVER;
        if (wanted.getAsBoolean()) {
            cycle = mode == Mode.TSC_DEADLINE ? deadlineCycle() : expiryCycle();
        }
        if (cycle == Scheduler.NEVER) {
            expiry.disarm();
        } else {
            expiry.arm(cycle);
        }
    }

    private long expiryCycle() {
        long tick = nextExpiryTick();
        return tick == Scheduler.NEVER ? Scheduler.NEVER : clock.cycleOfTick(tick);
    }

    private long deadlineCycle() {
        if (deadline == 0) {
            return Scheduler.NEVER;
        }
        long now = scheduler.clock().now();
        long left = deadlinePassed() ? 0 : deadline - timeStamp();
        return left < 0 || now + left < 0 ? Scheduler.NEVER : now + left;
    }

    private void onExpiry() {
        deadline = 0;
        seen = clock.ticks();
        expired.run();
        arm();
    }

    State save() {
        return new State(divide, initial, origin, count, seen, deadline);
    }

    /** @param lvtMode the mode in the LVT that is restored with it */
    void restore(State s, Mode lvtMode) {
        mode = lvtMode;
        divide = s.divide & DIVIDE_BITS;
        initial = s.initial & DWORD;
        origin = Math.clamp(s.origin, 0, MAX_TICK);
        count = s.count & DWORD;
        seen = Math.clamp(s.seen, 0, MAX_TICK);
        deadline = s.deadline;
    }

    /** Schedules what follows from the state. */
    void settle() {
        arm();
    }
}
