package org.ring0.core.machine;

import org.ring0.core.time.HostClock;

/** Measures where the host's time goes while a machine runs, if somebody wants to know. */
final class RunTimes {
    private final HostClock clock = new HostClock();
    private boolean on;
    private long sliceBegan;
    private long engine;
    private long waiting;
    private long total;

    void setOn(boolean measure) {
        on = measure;
    }

    void beginSlice() {
        if (on) {
            sliceBegan = clock.nanos();
        }
    }

    void endSlice() {
        if (on) {
            engine += clock.nanos() - sliceBegan;
        }
    }

    /** Has the machine wait, see {@link HostInputs#await}. */
    void await(HostInputs inputs, long nanos) {
        long began = clock.nanos();
        inputs.await(nanos);
        waiting += clock.nanos() - began;
    }

    /** Adds a run that took so long. */
    void run(long nanos) {
        total += nanos;
    }

    MachineStatistics.HostTime hostTime() {
        return on
                ? new MachineStatistics.HostTime(engine, waiting, total - engine - waiting)
                : new MachineStatistics.HostTime(0, 0, 0);
    }
}
