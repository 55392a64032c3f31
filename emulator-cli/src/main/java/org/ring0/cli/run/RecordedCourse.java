package org.ring0.cli.run;

import java.io.IOException;
import java.nio.file.Path;
import org.ring0.cli.option.UsageException;
import org.ring0.core.machine.Budget;
import org.ring0.core.machine.StopReason;
import org.ring0.devices.board.record.Recorder;

/** {@code --record}. */
final class RecordedCourse implements Course {
    private final RunOptions options;
    private final Path file;
    private Recorder recorder;

    RecordedCourse(RunOptions options) {
        this.options = options;
        file = options.record.record;
    }

    @Override
    public void begin(Execution execution) throws UsageException {
        try {
            recorder = Recorder.start(execution.pc().board(), SavedOptions.recorded(options), file, Recorder.INTERVAL);
        } catch (IOException e) {
            throw new UsageException("--record: " + file + " cannot be written: " + e.getMessage());
        }
    }

    @Override
    public StopReason run(Execution execution, Budget budget) {
        return recorder.run(budget, execution::run);
    }

    @Override
    public void end(StopReason reason) throws IOException {
        recorder.end(reason);
    }

    @Override
    public void close() throws IOException {
        if (recorder != null) {
            recorder.close();
        }
    }
}
