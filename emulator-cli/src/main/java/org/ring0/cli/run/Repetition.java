package org.ring0.cli.run;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.ring0.cli.option.UsageException;
import org.ring0.core.debug.autopsy.BranchHistory;
import org.ring0.core.lockstep.Comparison;
import org.ring0.core.machine.Budget;
import org.ring0.core.machine.Machine;
import org.ring0.core.machine.StopReason;
import org.ring0.core.time.HostClock;
import org.ring0.devices.board.PcBoard;
import org.ring0.devices.board.gate.PcInput;
import org.ring0.devices.board.gate.StampedInput;
import org.ring0.embed.VmException;

/**
 * Finds the last branches of a run that has recorded none, since that would cost every run a part of its speed: by running it
 * again, from the beginning and with the same inputs, and recording branches over the last bit. Only what can be had in some
 * seconds, and only if the second run came to the same state; otherwise a sentence says why there are none.
 */
final class Repetition {
    /** Over so many of the last instructions branches are recorded; if these were few, over more, once more. */
    private static final long[] RECORDED = {10_000_000, 100_000_000};

    /** How long the run may have taken; or else, for one that has waited for people, how many instructions. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private static final long MOST = 500_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** From when on it takes so long that people wonder. */
    private static final Duration UNNOTICED = Duration.ofSeconds(1);

    private static final int PARTS_SHOWN = 20;
    private static final long MOST_INPUT = 16 << 20;
    private static final String HOW = " (--branches records them while it runs)";

    private final Execution execution;
    private final Interruption interruption;
    private final PrintStream progress;
    private final Machine first;
    private final List<StampedInput> inputs = new ArrayList<>();
    private final long began;
    private long inputBytes;

    /**
     * Begins to keep the inputs of a run.
     *
     * @param progress is told how far it has come; null for nobody
     */
    Repetition(Execution execution, Interruption interruption, PrintStream progress) {
        this.execution = execution;
        this.interruption = interruption;
        this.progress = progress;
        PcBoard board = execution.pc().board();
        first = board.machine();
        began = first.retired();
        board.inputs().observe(this::keep);
    }

    private void keep(PcInput input) {
        inputBytes += input instanceof PcInput.SerialBytes(int line, byte[] bytes) ? bytes.length : 1;
        if (inputBytes <= MOST_INPUT) {
            inputs.add(new StampedInput(first.clock().now(), input));
        } else {
            inputs.clear();
        }
    }

    /**
     * The branches that led to where the machine is.
     *
     * @param end why it has stopped
     * @param hostNanos how long that took
     */
    BranchHistory branches(StopReason end, long hostNanos) {
        if (first.cpus().getFirst().branches() != null) {
            return BranchHistory.of(first);
        }
        String obstacle = obstacle(end, hostNanos);
        return obstacle != null ? BranchHistory.unknown(obstacle) : repeated(isShutDown(end), hostNanos);
    }

    /** Why the run cannot be run again, or null. */
    private String obstacle(StopReason end, long hostNanos) {
        if (isError(end)) {
            return "not known of a run that ended by such an error";
        } else if (interruption.code() != null) {
            return "not known after a signal" + HOW;
        } else if (hostNanos > LONGEST.toNanos() && first.retired() - began > MOST) {
            return "not known: the run was too long to run it again for them" + HOW;
        }
        return inputBytes > MOST_INPUT ? "not known: too much was sent to the guest to run it again" + HOW : null;
    }

    private static boolean isError(StopReason end) {
        return end instanceof StopReason.HostError
                || end instanceof StopReason.EnginesDiffer
                || end instanceof StopReason.InternalError;
    }

    /** Whether the run ended in the midst of an instruction, as seen by the clock. */
    private static boolean isShutDown(StopReason end) {
        return end instanceof StopReason.TripleFault
                || end instanceof StopReason.Unimplemented
                || end instanceof StopReason.Replayed(StopReason how, long instruction, String recorded)
                        && isShutDown(how);
    }

    private BranchHistory repeated(boolean shutDown, long hostNanos) {
        boolean shown = progress != null && hostNanos > UNNOTICED.toNanos();
        BranchHistory history = repeated(RECORDED[0], shutDown, shown);
        long length = first.retired() - began;
        boolean few = history.known() && !history.note().isEmpty();
        return few && length <= RECORDED[1] ? repeated(RECORDED[1], shutDown, shown) : history;
    }

    private BranchHistory repeated(long recorded, boolean shutDown, boolean shown) {
        try (WatchedPc again = execution.again()) {
            if (again == null) {
                return BranchHistory.unknown("not known: too much was written to the drives to run it again" + HOW);
            }
            interruption.stops(again.machine()::pause);
            return repeated(again, Math.max(began, first.retired() - recorded), shutDown, shown);
        } catch (UsageException | VmException | OutOfMemoryError e) {
            return BranchHistory.unknown("not known: it cannot be run again: " + e.getMessage() + HOW);
        } finally {
            interruption.stops(() -> {});
        }
    }

    private BranchHistory repeated(WatchedPc again, long since, boolean shutDown, boolean shown) {
        Machine machine = again.machine();
        HostClock clock = new HostClock();
        machine.setPaced(false);
        again.board().inputs().replay(inputs, first.clock().now());
        long part = Math.max(1, (since - began) / PARTS_SHOWN);
        boolean goesOn = true;
        while (goesOn && machine.retired() < since) {
            show(
                    shown,
                    "running it again for the last branches: %d %%"
                            .formatted((machine.retired() - began) * 100 / (since - began)));
            goesOn = advance(machine, Math.min(part, since - machine.retired()), 0, clock);
        }
        machine.cpus().getFirst().recordBranches(true);
        if (goesOn) {
            advance(machine, Long.MAX_VALUE, shutDown ? 1 : 0, clock);
        }
        show(shown, "");
        if (interruption.code() != null || clock.hasPassed(PATIENCE)) {
            return BranchHistory.unknown("not known: running it again was not finished" + HOW);
        }
        return Comparison.isSame(first, machine)
                ? BranchHistory.since(since, machine.cpus().getFirst().branches())
                : BranchHistory.unknown("not known: run again, the machine was in another state by instruction "
                        + machine.retired() + "; please report that");
    }

    /** Whether only the instructions have ended this. */
    private boolean advance(Machine machine, long instructions, int beyond, HostClock clock) {
        long cycles = first.clock().now() - machine.clock().now() + beyond;
        Budget budget = new Budget(instructions, cycles, PATIENCE.minusNanos(clock.nanos()));
        return machine.advance(budget) instanceof StopReason.BudgetSpent(Budget.Kind kind, String registers)
                && kind == Budget.Kind.INSTRUCTIONS;
    }

    /** A line that the next one overwrites. */
    private void show(boolean shown, String line) {
        if (shown) {
            progress.print("\r" + line + "\033[K" + (line.isEmpty() ? "\r" : ""));
            progress.flush();
        }
    }
}
