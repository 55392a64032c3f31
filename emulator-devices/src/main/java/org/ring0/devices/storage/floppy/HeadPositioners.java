package org.ring0.devices.storage.floppy;

import static org.ring0.devices.storage.floppy.FdcBits.*;

import java.util.ArrayList;
import java.util.List;
import org.ring0.core.time.ClockDomain;
import org.ring0.core.time.Scheduler;

/** The heads of the four drives that the controller can address, and what SENSE INTERRUPT STATUS has to tell about them. */
final class HeadPositioners {
    static final int DRIVES = 4;

    private final HeadPositioner[] positioners = new HeadPositioner[DRIVES];
    private int pollsToReport;

    HeadPositioners(FloppyDrive[] drives, Scheduler scheduler, ClockDomain nanoseconds, Runnable onEnd) {
        for (int i = 0; i < DRIVES; i++) {
            FloppyDrive drive = i < drives.length ? drives[i] : null;
            positioners[i] = new HeadPositioner(i, drive, scheduler, nanoseconds, onEnd);
        }
    }

    HeadPositioner get(int number) {
        return positioners[number];
    }

    /** A bit for each drive whose head is on its way. */
    int moving() {
        int mask = 0;
        for (int i = 0; i < DRIVES; i++) {
            mask |= positioners[i].isMoving() ? 1 << i : 0;
        }
        return mask;
    }

    /** The polling after a reset has found all drives changed. */
    void polled() {
        pollsToReport = DRIVES;
    }

    /** Whether a seek has ended that nobody has asked about. */
    boolean hasEndedSeek() {
        for (HeadPositioner positioner : positioners) {
            if (positioner.hasEnded()) {
                return true;
            }
        }
        return false;
    }

    /** ST0 and the present cylinder for the next thing to tell, once; null if there is nothing. */
    int[] takeReport() {
        if (pollsToReport > 0) {
            int number = DRIVES - pollsToReport--;
            return new int[] {ST0_READY_CHANGED | number, positioners[number].cylinder()};
        }
        for (HeadPositioner positioner : positioners) {
            if (positioner.hasEnded()) {
                return new int[] {positioner.takeEnded(), positioner.cylinder()};
            }
        }
        return null;
    }

    void cancel() {
        pollsToReport = 0;
        for (HeadPositioner positioner : positioners) {
            positioner.cancel();
        }
    }

    void settle() {
        for (HeadPositioner positioner : positioners) {
            positioner.settle();
        }
    }

    int pollsToReport() {
        return pollsToReport;
    }

    List<SeekState> save() {
        List<SeekState> states = new ArrayList<>();
        for (HeadPositioner positioner : positioners) {
            states.add(positioner.save());
        }
        return List.copyOf(states);
    }

    void restore(List<SeekState> states, int polls) {
        pollsToReport = polls;
        for (int i = 0; i < DRIVES; i++) {
            positioners[i].restore(states.get(i));
        }
    }
}
