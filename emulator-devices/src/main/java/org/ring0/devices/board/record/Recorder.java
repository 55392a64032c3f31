package org.ring0.devices.board.record;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.ring0.core.machine.Budget;
import org.ring0.core.machine.Limits;
import org.ring0.core.machine.Machine;
import org.ring0.core.machine.StopReason;
import org.ring0.core.snapshot.Fact;
import org.ring0.devices.board.PcBoard;
import org.ring0.devices.board.gate.PcInput;

/**
 * Writes down what a PC takes from outside while it runs, and every so many instructions where it is. The PC takes no notice.
 * Where the host refuses to take more, the run ends with {@code HostError}.
 */
public final class Recorder implements AutoCloseable {
    /** Instructions between two marks: about a second. */
    public static final long INTERVAL = 100_000_000;
    /** After an instruction that halts, time passes, and how is not the machine's business. */
    private static final long BEHIND_HALT = 1;

    private final PcBoard board;
    private final Machine machine;
    private final Path file;
    private final RecordingWriter writer;
    private final long interval;
    private final Consumer<PcInput> observer = this::taken;
    private long nextMark;
    /** Why the machine does not run; null while it does, and when that has been written. */
    private StopReason stopped = new StopReason.Paused();
    /** Null: all has been written. */
    private StopReason failure;

    private Recorder(PcBoard board, Path file, RecordingWriter writer, long interval) {
        this.board = board;
        this.file = file;
        this.writer = writer;
        this.interval = interval;
        machine = board.machine();
        nextMark = machine.retired() + interval;
        board.inputs().observe(observer);
    }

    /**
     * Begins to record a PC that has not run since it was built or restored.
     *
     * @param notes what is to be found again in the recording
     * @param interval instructions between two marks
     */
    public static Recorder start(PcBoard board, List<Fact> notes, Path file, long interval) throws IOException {
        Machine machine = board.machine();
        Description description = new Description(
                MachineIdentity.of(board), notes, machine.clock().now(), machine.retired());
        return new Recorder(board, file, new RecordingWriter(file, description), interval);
    }

    /** Runs the machine, as {@code run} does. */
    public StopReason run(Budget budget, Function<Budget, StopReason> run) {
        Limits limits = Limits.from(budget, machine);
        if (stopped != null && Entry.isTheGuests(stopped)) {
            pause();
        }
        stopped = null;
        StopReason reason = runOn(limits, run);
        stopped = reason;
        return reason;
    }

    private StopReason runOn(Limits limits, Function<Budget, StopReason> run) {
        while (true) {
            StopReason reason = run.apply(limits.within(Budget.ofInstructions(nextMark - machine.retired()), machine));
            if (machine.retired() >= nextMark) {
                mark();
            }
            boolean spent = reason instanceof StopReason.BudgetSpent(Budget.Kind kind, String registers)
                    && kind == Budget.Kind.INSTRUCTIONS;
            if (failure != null) {
                return failure;
            }
            if (!spent || machine.retired() >= limits.retired()) {
                return reason;
            }
        }
    }

    private void mark() {
        if (machine.cpus().getFirst().state().halted) {
            nextMark = machine.retired() + BEHIND_HALT;
            return;
        }
        add(new Entry.Mark(machine.clock().now(), machine.retired(), CpuChecksum.of(machine)));
        nextMark = machine.retired() + interval;
    }

    /** Writes that the machine stands here, unless that is written. */
    private void pause() {
        add(new Entry.Pause(machine.clock().now(), machine.retired(), Entry.isShutDown(stopped)));
        stopped = null;
    }

    private void taken(PcInput input) {
        if (stopped != null) {
            pause();
        }
        add(new Entry.Input(machine.clock().now(), machine.retired(), input));
    }

    private void add(Entry entry) {
        if (failure != null) {
            return;
        }
        try {
            writer.add(entry);
        } catch (IOException e) {
            failure = new StopReason.HostError("the recording " + file + " could not be written: " + e.getMessage());
            machine.stop(failure);
        }
    }

    /** Ends the recording of a run that has ended for a reason. */
    public void end(StopReason reason) throws IOException {
        board.inputs().forget(observer);
        // After a reset, say, it is not shut down any more.
        boolean shutDown = stopped != null && Entry.isShutDown(reason);
        if (failure == null) {
            writer.add(new Entry.End(
                    machine.clock().now(), machine.retired(), machine.digest(), shutDown, reason.sentence()));
        }
        writer.close();
    }

    /** Leaves the recording without an end, unless it has one. */
    @Override
    public void close() throws IOException {
        board.inputs().forget(observer);
        writer.close();
    }
}
