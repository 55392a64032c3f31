package org.ring0.cli.run;

import java.time.Duration;
import org.ring0.cli.option.InstructionCount;
import org.ring0.cli.option.OptionTable;
import org.ring0.cli.option.TimeSpan;
import org.ring0.core.machine.Budget;
import org.ring0.embed.GuestTime;

/** The options that say when enough is enough. */
final class BudgetOptions {
    Long instructions;
    Duration guestTime;
    Duration hostTime;

    /** Declares them. */
    void declare(OptionTable table) {
        table.option("--max-instructions", "N", "End the run after exactly so many guest instructions, e.g. 500M.")
                .readBy(new InstructionCount())
                .sets(Long.class, value -> instructions = value);
        table.option("--max-guest-time", "TIME", "End the run after exactly so much guest time, e.g. 5s.")
                .readBy(new TimeSpan())
                .sets(Duration.class, value -> guestTime = value);
        table.option("--max-time", "TIME", "End the run after about so much time of the host, e.g. 60s.")
                .readBy(new TimeSpan())
                .sets(Duration.class, value -> hostTime = value);
    }

    /** @param frequency cycles a second of guest time */
    Budget budget(long frequency) {
        Budget budget = instructions == null ? Budget.UNLIMITED : Budget.ofInstructions(instructions);
        if (guestTime != null) {
            budget = budget.withCycles(GuestTime.cycles(guestTime, frequency));
        }
        return hostTime == null ? budget : budget.withHostTime(hostTime);
    }
}
