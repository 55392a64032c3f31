package org.ring0.cli.run;

import java.io.IOException;
import java.util.function.Consumer;
import org.ring0.cli.option.UsageException;
import org.ring0.core.machine.Budget;
import org.ring0.core.machine.Machine;
import org.ring0.core.machine.StopReason;
import org.ring0.devices.board.PcBoard;

/** How the guest of one run is executed: on one machine, or on two in lockstep. */
interface Execution extends AutoCloseable {
    /** The machine that shows what the guest does. */
    WatchedPc pc();

    /** The machine whose engine is of interest. */
    Machine measured();

    /** Hands the guest an input, from any thread. */
    void post(Consumer<PcBoard> input);

    StopReason run(Budget budget);

    /** Brings the drives to where the guest left them, after a run that ended for a reason. */
    default void settleDrives(StopReason reason) throws IOException {}

    /**
     * Another machine as the one that is shown was when the run began, which shows nothing to anybody; null if there can be
     * none.
     */
    WatchedPc again() throws UsageException;

    @Override
    void close();
}
