package org.ring0.core.lockstep;

import java.util.List;
import org.ring0.core.machine.Budget;
import org.ring0.core.machine.Machine;
import org.ring0.core.machine.StopReason;

/** A pair on its way: the leader goes some instructions, and the follower goes as far. */
final class Course<S extends Side> implements AutoCloseable {
    final Machine leader;
    final Machine follower;

    private final Pair<S> pair;
    private final InputQueue<S> leaderInputs;
    private final InputQueue<S> followerInputs;
    private boolean endedAlike = true;

    Course(Pair<S> pair) {
        this.pair = pair;
        leader = pair.leader().machine();
        follower = pair.follower().machine();
        leaderInputs = new InputQueue<>(pair.leader());
        followerInputs = new InputQueue<>(pair.follower());
    }

    /** Gives both an input at a cycle that neither has passed. */
    void add(StampedInput<S> input) {
        leaderInputs.add(input);
        followerInputs.add(input);
    }

    void addAll(List<StampedInput<S>> inputs) {
        inputs.forEach(this::add);
    }

    /** Has both run; answers why the leader has stopped. */
    StopReason step(Budget budget) {
        StopReason reason = lead(budget);
        follow(budget.instructions(), reason);
        return reason;
    }

    StopReason lead(Budget budget) {
        return leader.advance(budget);
    }

    /**
     * Has the follower go to where the leader is.
     *
     * @param instructions how many that are at most
     * @param reason why the leader has stopped
     */
    void follow(long instructions, StopReason reason) {
        // What shuts the CPU down happens before the next instruction, as seen by the clock.
        boolean shutDown = reason instanceof StopReason.TripleFault || reason instanceof StopReason.Unimplemented;
        long cycles = leader.clock().now() - follower.clock().now() + (shutDown ? 1 : 0);
        StopReason other = follower.advance(new Budget(instructions, cycles, null));
        endedAlike &= isAtItsPlace(reason) ? isAtItsPlace(other) : reason.equals(other);
    }

    /** Whether a machine has stopped for a reason that need not concern the other one, which only has to arrive. */
    private static boolean isAtItsPlace(StopReason reason) {
        return reason instanceof StopReason.BudgetSpent
                || reason instanceof StopReason.Halted
                || reason instanceof StopReason.Paused
                || reason instanceof StopReason.HostError;
    }

    /** A quick look at the registers. */
    boolean seemsSame() {
        return endedAlike && Comparison.isSameCpu(leader, follower);
    }

    /** A thorough look at everything. */
    boolean isSame() {
        return endedAlike && Comparison.isSame(leader, follower);
    }

    DifferenceText differenceText() {
        return new DifferenceText(pair.leader(), pair.follower());
    }

    @Override
    public void close() {
        pair.close();
    }
}
