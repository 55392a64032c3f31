package org.ring0.core.lockstep;

import java.util.ArrayDeque;
import java.util.Queue;
import org.ring0.core.time.Scheduler;
import org.ring0.core.time.Timer;

/** The inputs that one machine still has to take: each when its cycle comes, by a timer, so that no slice runs past it. */
final class InputQueue<S extends Side> {
    private final S side;
    private final Scheduler scheduler;
    private final Timer timer;
    private final Queue<StampedInput<S>> waiting = new ArrayDeque<>();

    InputQueue(S side) {
        this.side = side;
        scheduler = side.machine().scheduler();
        timer = scheduler.timer(this::takeDue);
    }

    /** Adds an input; its cycle is not before the last one's, and the machine has not passed it. */
    void add(StampedInput<S> input) {
        waiting.add(input);
        if (!timer.armed()) {
            timer.arm(input.cycle());
        }
    }

    private void takeDue() {
        while (!waiting.isEmpty() && waiting.peek().cycle() <= scheduler.clock().now()) {
            waiting.poll().action().accept(side);
        }
        if (!waiting.isEmpty()) {
            timer.arm(waiting.peek().cycle());
        }
    }
}
