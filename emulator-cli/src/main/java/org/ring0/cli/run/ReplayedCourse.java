package org.ring0.cli.run;

import org.ring0.cli.option.UsageException;
import org.ring0.core.machine.Budget;
import org.ring0.core.machine.StopReason;
import org.ring0.devices.board.PcBoard;
import org.ring0.devices.board.record.Recording;
import org.ring0.devices.board.record.RecordingException;
import org.ring0.devices.board.record.Replay;

/** {@code --replay}. */
final class ReplayedCourse implements Course {
    private final Recording recording;
    private final Long until;
    private final boolean midway;
    private final Checkpoints checkpoints;
    private Replay replay;

    /**
     * @param until the instruction at which to stop, or null
     * @param midway whether the machine comes from a checkpoint
     * @param checkpoints gets new ones on the way
     */
    ReplayedCourse(Recording recording, Long until, boolean midway, Checkpoints checkpoints) {
        this.recording = recording;
        this.until = until;
        this.midway = midway;
        this.checkpoints = checkpoints;
    }

    @Override
    public void prepare(PcBoard board) {
        Replay.feed(board, recording);
    }

    @Override
    public void begin(Execution execution) throws UsageException {
        try {
            replay = Replay.on(execution.pc().board(), recording, midway);
        } catch (RecordingException e) {
            throw new UsageException(e.getMessage());
        }
    }

    @Override
    public StopReason run(Execution execution, Budget budget) {
        PcBoard board = execution.pc().board();
        long began = board.machine().retired();
        Budget wanted = until == null
                ? budget
                : new Budget(Math.min(budget.instructions(), until - began), budget.cycles(), budget.hostTime());
        StopReason reason = judged(board, replay.run(wanted, execution::run, checkpoints.pauses(board)));
        if (reason instanceof StopReason.ReplayDiffers) {
            checkpoints.differs();
        }
        return reason;
    }

    private StopReason judged(PcBoard board, StopReason reason) {
        return switch (reason) {
            case StopReason.BudgetSpent(Budget.Kind kind, String registers)
            when until != null && board.machine().retired() == until -> new StopReason.Reached(until, registers);
            case StopReason.PoweredOff off -> replay.endedEarly(off);
            case StopReason.DebugExit exit -> replay.endedEarly(exit);
            case StopReason.TripleFault fault -> replay.endedEarly(fault);
            case StopReason.Halted halted -> replay.endedEarly(halted);
            case StopReason.Reset reset -> replay.endedEarly(reset);
            case StopReason.Unimplemented lack -> replay.endedEarly(lack);
            default -> reason;
        };
    }
}
