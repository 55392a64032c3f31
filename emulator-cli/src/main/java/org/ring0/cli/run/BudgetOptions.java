package org.ring0.cli.run;

import java.time.Duration;
import org.ring0.cli.option.InstructionCount;
import org.ring0.cli.option.TimeSpan;
import org.ring0.core.machine.Budget;
import picocli.CommandLine.Option;

/** The options that say when enough is enough. */
final class BudgetOptions {
    @Option(
            names = "--max-instructions",
            paramLabel = "N",
            converter = InstructionCount.class,
            description = "End the run after exactly so many guest instructions, e.g. 500M.")
    Long instructions;

    @Option(
            names = "--max-guest-time",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description = "End the run after exactly so much guest time, e.g. 5s.")
    Duration guestTime;

    @Option(
            names = "--max-time",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description = "End the run after about so much time of the host, e.g. 60s.")
    Duration hostTime;

    /** @param frequency cycles a second of guest time */
    Budget budget(long frequency) {
        Budget budget = instructions == null ? Budget.UNLIMITED : Budget.ofInstructions(instructions);
        if (guestTime != null) {
            budget = budget.withCycles(cycles(guestTime, frequency));
        }
        return hostTime == null ? budget : budget.withHostTime(hostTime);
    }

    private static long cycles(Duration time, long frequency) {
        double cycles = (double) time.toNanos() * frequency / 1e9;
        return (long) Math.min(cycles, Long.MAX_VALUE);
    }
}
