package org.ring0.devices.storage.floppy;

import static org.ring0.devices.storage.floppy.FdcBits.*;

import org.ring0.core.time.ClockDomain;
import org.ring0.core.time.Scheduler;
import org.ring0.core.time.Timer;

/** Moves the head of one of the four drives that the controller can address, and remembers where it believes it to be. */
final class HeadPositioner {
    /** A step of a fast drive, whatever SPECIFY says: a guest that spins meanwhile costs the host instructions. */
    static final int STEP_NANOS = 200_000;

    private static final int SETTLE_NANOS = 50_000;
    /** The most pulses that RECALIBRATE issues. */
    private static final int RECALIBRATE_STEPS = 79;

    private static final int NONE = -1;

    private final int number;
    private final FloppyDrive drive;
    private final ClockDomain nanoseconds;
    private final Timer timer;
    private final Runnable onEnd;
    private int cylinder;
    private int target;
    private boolean recalibrating;
    private long dueAt = NONE;
    private int ended = NONE;

    /**
     * @param drive the drive with this number, or null
     * @param onEnd told when a seek has ended
     */
    HeadPositioner(int number, FloppyDrive drive, Scheduler scheduler, ClockDomain nanoseconds, Runnable onEnd) {
        this.number = number;
        this.drive = drive;
        this.nanoseconds = nanoseconds;
        this.onEnd = onEnd;
        timer = scheduler.timer(this::end);
    }

    int cylinder() {
        return cylinder;
    }

    boolean isMoving() {
        return dueAt != NONE;
    }

    boolean hasEnded() {
        return ended != NONE;
    }

    /** The ST0 of the seek that has ended; asked for once. */
    int takeEnded() {
        int st0 = ended;
        ended = NONE;
        return st0;
    }

    void seek(int to) {
        begin(to & 0xff, false, Math.abs((to & 0xff) - cylinder));
    }

    void recalibrate() {
        begin(0, true, drive == null ? RECALIBRATE_STEPS : Math.min(drive.track(), RECALIBRATE_STEPS));
    }

    /** An implied seek: moves at once and returns the nanoseconds that it takes. */
    long seekImplied(int to) {
        int steps = to - cylinder;
        if (drive != null) {
            drive.step(steps);
        }
        cylinder = to;
        return steps == 0 ? 0 : Math.abs(steps) * (long) STEP_NANOS + SETTLE_NANOS;
    }

    /** A reset: what moves stops where it is, what has ended is forgotten. */
    void cancel() {
        timer.disarm();
        dueAt = NONE;
        ended = NONE;
    }

    void settle() {
        timer.disarm();
        if (isMoving()) {
            timer.arm(dueAt);
        }
    }

    SeekState save() {
        return new SeekState(cylinder, target, recalibrating, dueAt, ended);
    }

    void restore(SeekState state) {
        cylinder = state.cylinder() & 0xff;
        target = state.target() & 0xff;
        recalibrating = state.recalibrating();
        dueAt = state.dueAt();
        ended = state.ended();
    }

    private void begin(int to, boolean toTrack0, int steps) {
        target = to;
        recalibrating = toTrack0;
        ended = NONE;
        dueAt = nanoseconds.cycleAfter(steps * (long) STEP_NANOS + SETTLE_NANOS);
        timer.arm(dueAt);
    }

    private void end() {
        dueAt = NONE;
        int st0 = ST0_SEEK_END | number;
        if (!recalibrating) {
            if (drive != null) {
                drive.step(target - cylinder);
            }
        } else if (drive == null || drive.track() > RECALIBRATE_STEPS) {
            // No track 0 signal.
            st0 |= ST0_ABNORMAL | ST0_EQUIPMENT_CHECK;
            if (drive != null) {
                drive.step(-RECALIBRATE_STEPS);
            }
        } else {
            drive.step(-drive.track());
        }
        cylinder = target;
        ended = st0;
        onEnd.run();
    }
}
