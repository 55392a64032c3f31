package org.ring0.core.machine;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What arrives from outside the machine (keys, serial bytes, a request to stop), from any thread. It enters between two
 * slices and nowhere else, so that a run is a function of the inputs and their cycles.
 */
public final class HostInputs {
    private final LinkedBlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();

    /** Hands an input to the machine's own thread. */
    public void post(Runnable input) {
        waiting.add(input);
    }

    /** Applies everything that has arrived. */
    void drain() {
        for (Runnable input = waiting.poll(); input != null; input = waiting.poll()) {
            input.run();
        }
    }

    /** Sleeps on the host until an input arrives, which it applies, or {@code nanos} have passed. */
    void await(long nanos) {
        try {
            Runnable input = waiting.poll(nanos, TimeUnit.NANOSECONDS);
            if (input != null) {
                input.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
