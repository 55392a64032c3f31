package org.ring0.core.lockstep;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.ring0.core.debug.RegisterText;
import org.ring0.core.machine.Budget;
import org.ring0.core.machine.Machine;
import org.ring0.core.machine.StopReason;
import org.ring0.core.time.HostClock;

/**
 * Runs a pair of machines until their states differ. The registers are compared every some ten thousand instructions, everything
 * else at longer intervals and at the end. A difference is then traced to the first instruction that makes one, by running
 * fresh pairs from the start: a run is a function of its inputs, which are kept with their cycles.
 */
public final class Lockstep<S extends Side> implements AutoCloseable {
    /** A byte of memory is compared in the time of a fraction of an instruction; the comparison is to be a small part. */
    private static final int BYTES_PER_INSTRUCTION = 8;

    private final Pair<S> pair;
    private final Supplier<Pair<S>> again;
    private final Consumer<String> notes;
    private final Course<S> course;
    private final Machine leader;
    private final SliceLengths lengths = new SliceLengths();
    private final List<StampedInput<S>> inputs = new ArrayList<>();
    private final long interval;
    private long slice;
    /** The slice before which everything was the same, and how many instructions may pass before that is looked at again. */
    private long sameSlice;

    private long nextLook;

    /**
     * @param pair the machines to run; closed with this
     * @param again makes another pair like it, which shows nothing to anybody
     * @param notes takes a sentence for people when a difference is being traced, which takes some runs
     */
    public Lockstep(Pair<S> pair, Supplier<Pair<S>> again, Consumer<String> notes) {
        this.pair = pair;
        this.again = again;
        this.notes = notes;
        course = new Course<>(pair);
        leader = course.leader;
        interval = leader.hostMemory().segment().byteSize() / BYTES_PER_INSTRUCTION;
        nextLook = interval;
    }

    /** The machine that shows what the guest shows. */
    public S leader() {
        return pair.leader();
    }

    /** The other one. */
    public S follower() {
        return pair.follower();
    }

    /** Gives both machines an input, at the same cycle; from any thread. */
    public void post(Consumer<S> input) {
        leader.inputs().post(() -> {
            StampedInput<S> stamped = new StampedInput<>(leader.clock().now() + 1, input);
            inputs.add(stamped);
            course.add(stamped);
        });
    }

    /** Runs both until something ends the run of the leader, or until they differ. */
    public StopReason run(Budget budget) {
        HostClock host = new HostClock();
        long cycleEnd = saturatedSum(leader.clock().now(), budget.cycles());
        long retiredEnd = saturatedSum(leader.retired(), budget.instructions());
        while (true) {
            long began = leader.retired();
            long length = Math.min(lengths.at(slice), retiredEnd - began);
            StopReason reason = course.step(new Budget(
                    length,
                    cycleEnd - leader.clock().now(),
                    budget.hostTime() == null ? null : budget.hostTime().minusNanos(host.nanos())));
            boolean full = isSpent(reason, Budget.Kind.INSTRUCTIONS);
            boolean over = !full || leader.retired() >= retiredEnd;
            if (over) {
                lengths.cut(slice, leader.retired() - began);
            }
            slice++;
            if (differ(over)) {
                return trace();
            }
            if (over) {
                return described(reason);
            }
        }
    }

    private boolean differ(boolean thorough) {
        if (!course.seemsSame()) {
            return true;
        }
        if (thorough || leader.retired() >= nextLook) {
            nextLook = leader.retired() + interval;
            if (!course.isSame()) {
                return true;
            }
            sameSlice = slice;
        }
        return false;
    }

    private StopReason trace() {
        notes.accept("the engines differ by instruction " + leader.retired()
                + "; running again to find the first difference");
        StopReason first = new FirstDifference<>(again, lengths, inputs).between(sameSlice, slice);
        return first != null ? first : untraced();
    }

    /** A difference that no second run shows can only be told as it was met. */
    private StopReason untraced() {
        DifferenceText text = course.differenceText();
        return new StopReason.EnginesDiffer(
                leader.retired(), text.summary(), "met once, but another run did not show it again\n" + text);
    }

    private static boolean isSpent(StopReason reason, Budget.Kind kind) {
        return reason instanceof StopReason.BudgetSpent(Budget.Kind spent, String registers) && spent == kind;
    }

    private StopReason described(StopReason reason) {
        return reason instanceof StopReason.BudgetSpent(Budget.Kind kind, String registers)
                ? new StopReason.BudgetSpent(kind, RegisterText.of(Comparison.state(leader)))
                : reason;
    }

    private static long saturatedSum(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    @Override
    public void close() {
        course.close();
    }
}
