package org.ring0.devices.board.script;

import java.util.ArrayDeque;
import java.util.List;
import java.util.regex.Pattern;
import org.ring0.core.time.ClockDomain;
import org.ring0.core.time.Timer;
import org.ring0.devices.board.PcBoard;
import org.ring0.devices.board.gate.PcInput;
import org.ring0.devices.input.KeyEvent;
import org.ring0.devices.input.ScriptedKeys;

/**
 * Somebody at the guest's keyboard who types, waits until the guest shows something, and types again. Repeats exactly: every
 * step happens at a cycle that follows from the guest's own doing.
 */
public final class GuestScript {
    private static final long LOOK_MICROSECONDS = 10_000;

    /** What is done, one after the other. */
    public sealed interface Step {
        /** Waits until serial line or text screen shows it. On the serial line, what came before the last keys is past. */
        record Await(Pattern pattern) implements Step {}

        /** Presses and releases keys. */
        record Keys(List<KeyEvent> events) implements Step {}

        /** Sends bytes to COM1. */
        record Send(byte[] bytes) implements Step {}
    }

    private final PcBoard board;
    private final OutputWatch watch;
    private final ScriptedKeys keys;
    private final ClockDomain microseconds;
    private final Timer timer;
    private final ArrayDeque<Step> steps;
    private SerialText.Position sinceKeys;

    /** The script begins with the run. */
    public GuestScript(PcBoard board, OutputWatch watch, List<Step> steps) {
        this.board = board;
        this.watch = watch;
        this.steps = new ArrayDeque<>(steps);
        microseconds = new ClockDomain(board.machine().clock(), 1_000_000);
        keys = new ScriptedKeys(
                microseconds,
                board.machine().scheduler(),
                board.keyboard()::idle,
                event -> board.inputs().accept(new PcInput.KeyMoved(event)));
        timer = board.machine().scheduler().timer(this::next);
        sinceKeys = watch.position();
        if (!steps.isEmpty()) {
            timer.arm(microseconds.cycleAfter(0));
        }
    }

    /** Whether the script is at its end. */
    public boolean done() {
        return steps.isEmpty() && keys.done() && !timer.armed();
    }

    private void next() {
        if (!keys.done()) {
            timer.arm(microseconds.cycleAfter(LOOK_MICROSECONDS));
            return;
        }
        switch (steps.poll()) {
            case null -> {}
            case Step.Await(Pattern pattern) -> watch.await(pattern, sinceKeys, line -> goOn());
            case Step.Keys(List<KeyEvent> events) -> {
                sinceKeys = watch.position();
                keys.play(events);
                goOn();
            }
            case Step.Send(byte[] bytes) -> {
                sinceKeys = watch.position();
                board.inputs().accept(new PcInput.SerialBytes(0, bytes));
                goOn();
            }
        }
    }

    private void goOn() {
        timer.arm(microseconds.cycleAfter(LOOK_MICROSECONDS));
    }
}
