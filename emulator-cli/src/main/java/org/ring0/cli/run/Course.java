package org.ring0.cli.run;

import java.io.IOException;
import org.ring0.cli.option.UsageException;
import org.ring0.core.machine.Budget;
import org.ring0.core.machine.StopReason;
import org.ring0.devices.board.PcBoard;

/** Where the inputs of a run come from and go to: as they come, recorded, or from a recording. */
interface Course extends AutoCloseable {
    /** As they come. */
    Course LIVE = new Course() {};

    /** Prepares a machine that is not the one that is shown. */
    default void prepare(PcBoard board) {}

    /** All is built and nothing has run. */
    default void begin(Execution execution) throws UsageException {}

    /** Runs the machine. */
    default StopReason run(Execution execution, Budget budget) {
        return execution.run(budget);
    }

    /** The run has ended. */
    default void end(StopReason reason) throws IOException {}

    @Override
    default void close() throws IOException {}
}
