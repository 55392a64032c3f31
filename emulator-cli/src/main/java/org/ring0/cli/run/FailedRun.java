package org.ring0.cli.run;

import org.ring0.cli.report.RunFacts;
import org.ring0.cli.report.RunStatistics;
import org.ring0.cli.report.Verdict;
import org.ring0.core.cpu.EngineStatistics;
import org.ring0.core.machine.Machine;
import org.ring0.core.machine.MachineStatistics;
import org.ring0.core.machine.StopReason;
import org.ring0.devices.board.PcConfig;

/** What reports tell of a run in which this program has failed. */
final class FailedRun {
    private static final MachineStatistics NOTHING =
            new MachineStatistics(EngineStatistics.NONE, 0, 0, 0, new MachineStatistics.HostTime(0, 0, 0));

    private FailedRun() {}

    /** Of a run whose machine is not there, or not any more. */
    static RunFacts facts(Verdict verdict, RunOptions options, boolean interactive, String serialTail) {
        return new RunFacts(
                options.image != null
                        ? options.image.path().toString()
                        : options.boot.kernel != null ? options.boot.kernel.toString() : "drives",
                verdict,
                MachineAccount.of(options, PcConfig.DEFAULT_FREQUENCY, interactive),
                0,
                0,
                0,
                () -> null,
                options.machine.engine.name(),
                options.machine.seed,
                serialTail,
                null,
                null,
                new RunStatistics(0, 0, 0, 0, -1, NOTHING));
    }

    /** The machine's digest; null if it is one in which this program has failed, and cannot be described. */
    static String digest(Machine machine, StopReason reason) {
        try {
            return machine.digest();
        } catch (RuntimeException e) {
            if (reason instanceof StopReason.InternalError) {
                return null;
            }
            throw e;
        }
    }
}
