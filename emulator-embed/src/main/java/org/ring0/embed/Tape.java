package org.ring0.embed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.ring0.core.machine.Budget;
import org.ring0.core.machine.StopReason;
import org.ring0.devices.board.PcBoard;
import org.ring0.devices.board.record.Recorder;
import org.ring0.devices.board.record.Recording;
import org.ring0.devices.board.record.RecordingException;
import org.ring0.devices.board.record.Replay;

/** Where the inputs of a machine are written down, or come from. */
interface Tape {
    /** Runs the machine. */
    StopReason run(Budget budget);

    /** The machine will not run any more. */
    default void end(StopReason last) {}

    /** A machine that is not recorded. */
    static Tape none(PcBoard board) {
        return board.machine()::run;
    }

    /** Records a machine that has not run. */
    static Tape record(PcBoard board, Path file) {
        try {
            return new Recorded(board, file, Recorder.start(board, List.of(), file, Recorder.INTERVAL));
        } catch (IOException e) {
            throw new VmException("the recording " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** Replays on a machine that has not run. */
    static Tape replay(PcBoard board, Path file) {
        try {
            Replay replay = Replay.on(board, Recording.load(file), false);
            return budget -> replay.run(budget, board.machine()::run, Replay.Pauses.NONE);
        } catch (RecordingException e) {
            throw new VmException(e.getMessage(), e);
        }
    }

    /** One that is written. */
    record Recorded(PcBoard board, Path file, Recorder recorder) implements Tape {
        @Override
        public StopReason run(Budget budget) {
            return recorder.run(budget, board.machine()::run);
        }

        @Override
        public void end(StopReason last) {
            try {
                recorder.end(last);
            } catch (IOException e) {
                throw new VmException("the recording " + file + " could not be written: " + e.getMessage(), e);
            }
        }
    }
}
