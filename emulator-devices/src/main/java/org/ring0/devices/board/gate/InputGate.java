package org.ring0.devices.board.gate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.ring0.core.time.Scheduler;
import org.ring0.core.time.Timer;

/**
 * Takes inputs for a PC. Whenever one is handed in, between two slices or while timers fire, it is taken at the next cycle,
 * by a timer: so it has its place among all that happens in the machine, and takes the same place when the same inputs are
 * given with their stamps. All methods belong to the machine's own thread.
 */
public final class InputGate {
    private final Scheduler scheduler;
    private final Consumer<PcInput> pc;
    private final Timer timer;
    private final Queue<StampedInput> waiting = new ArrayDeque<>();
    private final List<Consumer<PcInput>> observers = new ArrayList<>();
    private boolean replaying;
    /** Until when there is something to wait for, while the inputs are repeated. */
    private long until;

    /** @param pc does what an input does */
    public InputGate(Scheduler scheduler, Consumer<PcInput> pc) {
        this.scheduler = scheduler;
        this.pc = pc;
        timer = scheduler.timer(this::takeDue);
    }

    /** Hands in an input; ignored if the inputs come from a recording. */
    public void accept(PcInput input) {
        if (!replaying) {
            add(new StampedInput(scheduler.clock().now() + 1, input));
        }
    }

    /**
     * Has the PC take these, in the order of their cycles, and no others from now on.
     *
     * @param end the cycle at which the run is to end; an idle PC waits until then, since at that time it waited for the host
     */
    public void replay(List<StampedInput> inputs, long end) {
        replaying = true;
        waiting.clear();
        timer.disarm();
        until = end;
        waiting.addAll(inputs);
        armNext();
    }

    /** Does at once what an input does, between two runs; ignored if the inputs come from a recording. */
    public void takeNow(PcInput input) {
        if (!replaying) {
            take(input);
        }
    }

    /** As {@link #takeNow}, of an input that comes from the recording. */
    public void replayNow(PcInput input) {
        take(input);
    }

    /** Tells somebody of every input when it is about to be taken. */
    public void observe(Consumer<PcInput> observer) {
        observers.add(observer);
    }

    /** Tells somebody no more. */
    public void forget(Consumer<PcInput> observer) {
        observers.remove(observer);
    }

    private void add(StampedInput input) {
        waiting.add(input);
        if (!timer.armed()) {
            timer.arm(input.cycle());
        }
    }

    private void takeDue() {
        while (!waiting.isEmpty() && waiting.peek().cycle() <= scheduler.clock().now()) {
            take(waiting.poll().input());
        }
        armNext();
    }

    private void armNext() {
        if (!waiting.isEmpty()) {
            timer.arm(waiting.peek().cycle());
        } else if (scheduler.clock().now() < until) {
            timer.arm(until);
        }
    }

    private void take(PcInput input) {
        List.copyOf(observers).forEach(observer -> observer.accept(input));
        pc.accept(input);
    }
}
