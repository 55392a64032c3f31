package org.ring0.devices.board.script;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.ring0.core.machine.Machine;
import org.ring0.core.machine.StopReason;

/** Ends a run when the guest has shown everything that it is to show, or anything that it must not. */
public final class Expectations {
    private final Machine machine;
    private final OutputWatch watch;
    private final List<Pattern> expected;
    private final List<Pattern> missing;
    private StopReason.ForbiddenOutput forbidden;

    /**
     * @param expected all of these, in any order, end the run with {@code ExpectationMet}
     * @param forbidden any of these ends it with {@code ForbiddenOutput}
     */
    public Expectations(Machine machine, OutputWatch watch, List<Pattern> expected, List<Pattern> forbidden) {
        this.machine = machine;
        this.watch = watch;
        this.expected = List.copyOf(expected);
        missing = new ArrayList<>(expected);
        for (Pattern pattern : forbidden) {
            watch.awaitLine(pattern, line -> refuse(pattern, line));
        }
        for (Pattern pattern : expected) {
            watch.await(pattern, line -> met(pattern));
        }
    }

    private void refuse(Pattern pattern, String line) {
        forbidden = new StopReason.ForbiddenOutput(pattern.pattern(), line.strip());
        machine.stop(forbidden);
    }

    private void met(Pattern pattern) {
        missing.remove(pattern);
        if (missing.isEmpty()) {
            machine.stop(new StopReason.ExpectationMet(patterns(expected)));
        }
    }

    private static String patterns(List<Pattern> list) {
        return list.stream().map(Pattern::pattern).collect(Collectors.joining(", "));
    }

    /** What is still missing, or null if nothing is. */
    public String missing() {
        return missing.isEmpty() ? null : patterns(missing);
    }

    /**
     * The reason why the run has ended, with a last look at what the guest left on screen and line: a guest may print and stop
     * at once.
     */
    public StopReason judge(StopReason reason) {
        boolean open = forbidden == null && !(reason instanceof StopReason.ExpectationMet);
        if (open) {
            watch.lookOnceMore();
        }
        if (open && forbidden != null) {
            return forbidden;
        }
        boolean undecided = reason instanceof StopReason.Halted || reason instanceof StopReason.BudgetSpent;
        boolean met = undecided && !expected.isEmpty() && missing.isEmpty();
        return met ? new StopReason.ExpectationMet(patterns(expected)) : reason;
    }
}
