package org.ring0.devices.input;

import java.util.ArrayDeque;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.ring0.core.time.ClockDomain;
import org.ring0.core.time.Scheduler;
import org.ring0.core.time.Timer;

/**
 * Plays key events to a keyboard in guest time, one after the other, at the pace of a fast typist; it waits while the guest
 * has not read what the keyboard has sent. A host's input, not a part of the machine: a snapshot does not hold it.
 */
public final class ScriptedKeys {
    private static final long INTERVAL_MICROSECONDS = 10_000;

    private final ClockDomain microseconds;
    private final BooleanSupplier idle;
    private final Consumer<KeyEvent> keyboard;
    private final Timer timer;
    private final ArrayDeque<KeyEvent> waiting = new ArrayDeque<>();

    /** @param microseconds a clock of 1 MHz */
    public ScriptedKeys(ClockDomain microseconds, Scheduler scheduler, Ps2Keyboard keyboard) {
        this(microseconds, scheduler, keyboard::idle, keyboard::key);
    }

    /**
     * @param microseconds a clock of 1 MHz
     * @param idle whether the guest has read what the keyboard has sent
     * @param keyboard takes the events
     */
    public ScriptedKeys(
            ClockDomain microseconds, Scheduler scheduler, BooleanSupplier idle, Consumer<KeyEvent> keyboard) {
        this.microseconds = microseconds;
        this.idle = idle;
        this.keyboard = keyboard;
        timer = scheduler.timer(this::playNext);
    }

    /** Appends events. To be called between slices. */
    public void play(List<KeyEvent> events) {
        waiting.addAll(events);
        if (!timer.armed() && !waiting.isEmpty()) {
            timer.arm(microseconds.cycleAfter(INTERVAL_MICROSECONDS));
        }
    }

    /** Whether everything has been played. */
    public boolean done() {
        return waiting.isEmpty();
    }

    private void playNext() {
        if (idle.getAsBoolean()) {
            keyboard.accept(waiting.remove());
        }
        if (!waiting.isEmpty()) {
            timer.arm(microseconds.cycleAfter(INTERVAL_MICROSECONDS));
        }
    }
}
