package org.ring0.devices.board.record;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.ring0.core.machine.Budget;
import org.ring0.core.machine.Limits;
import org.ring0.core.machine.Machine;
import org.ring0.core.machine.StopReason;
import org.ring0.core.snapshot.Fact;
import org.ring0.core.snapshot.SnapshotException;
import org.ring0.devices.board.PcBoard;
import org.ring0.devices.board.gate.PcInput;
import org.ring0.devices.board.gate.StampedInput;

/** Runs a PC as a recording says, and compares. */
public final class Replay {
    private final Recording recording;
    private final PcBoard board;
    private final Machine machine;
    /** Up to where the two have been seen to agree. */
    private long agreed;

    private final Deque<Leg> legs;
    private Leg leg;
    private int nextInput;
    private int nextMark;

    private Replay(Recording recording, PcBoard board) {
        this.recording = recording;
        this.board = board;
        machine = board.machine();
        agreed = machine.retired();
        // Of a snapshot's cycle everything has happened that was due then.
        boolean midway = machine.clock().now() > recording.description().cycle();
        List<Entry> entries = recording.entries();
        int first = 0;
        while (midway && first < entries.size() && isPast(entries.get(first))) {
            first++;
        }
        Entry beginning = new Entry.Mark(machine.clock().now(), machine.retired(), 0);
        legs = new ArrayDeque<>(Leg.of(entries.subList(first, entries.size()), beginning));
    }

    private boolean isPast(Entry entry) {
        return entry.cycle() <= machine.clock().now() && !(entry instanceof Entry.End);
    }

    /**
     * Has a PC take its inputs from a recording from now on.
     *
     * @param board has not run since it was built, or restored from a snapshot that the recorded run began with or that was
     *     taken of a replay
     * @param midway whether it was restored from one of a replay
     * @throws RecordingException if it is another machine
     */
    public static Replay on(PcBoard board, Recording recording, boolean midway) throws RecordingException {
        check(board, recording, midway);
        Replay replay = new Replay(recording, board);
        board.inputs().observe(replay::taken);
        replay.nextLeg();
        return replay;
    }

    /** As {@link #on}, for a PC that follows another one and is compared with it by others; of a run without pauses. */
    public static void feed(PcBoard board, Recording recording) {
        board.inputs().replay(stamped(recording.inputs()), recording.lastCycle());
    }

    private static void check(PcBoard board, Recording recording, boolean midway) throws RecordingException {
        try {
            List<Fact> recorded = recording.description().facts();
            if (midway) {
                List<Fact> lasting = recorded.stream()
                        .filter(fact -> !fact.name().equals(MachineIdentity.BEGINNING))
                        .toList();
                Fact.check("recording", lasting, MachineIdentity.withoutBeginning(board));
            } else {
                Fact.check("recording", recorded, MachineIdentity.of(board));
            }
        } catch (SnapshotException e) {
            throw new RecordingException(e.getMessage());
        } catch (IOException e) {
            throw new RecordingException("an image that the recording needs cannot be read: " + e.getMessage());
        }
    }

    private static List<StampedInput> stamped(List<Entry.Input> inputs) {
        return inputs.stream()
                .map(input -> new StampedInput(input.cycle(), input.input()))
                .toList();
    }

    private void nextLeg() {
        leg = legs.remove();
        nextInput = 0;
        nextMark = 0;
        board.inputs().replay(stamped(leg.inputs()), leg.last().cycle());
    }

    private void taken(PcInput input) {
        if (nextInput == leg.inputs().size()) {
            return; // in a pause
        }
        Entry.Input recorded = leg.inputs().get(nextInput++);
        if (recorded.instructions() != machine.retired()) {
            machine.stop(differs("an input came after instruction " + recorded.instructions() + " then, after "
                    + machine.retired() + " now"));
        }
    }

    /** How many instructions the machine has executed at the end of the recording. */
    public long lastInstruction() {
        return recording.lastInstruction();
    }

    /**
     * Where a replay pauses between two instructions.
     *
     * @param atMark is called at the marks of the recording, where the state is known to be the recorded one
     * @param step at the multiples of how many instructions {@code atStep} is called, or 0 for never
     */
    public record Pauses(Runnable atMark, long step, Runnable atStep) {
        public static final Pauses NONE = new Pauses(() -> {}, 0, () -> {});
    }

    /** Runs the machine, as {@code run} does, but not beyond the recording's end. */
    public StopReason run(Budget budget, Function<Budget, StopReason> run, Pauses pauses) {
        Limits limits = Limits.from(budget, machine);
        while (true) {
            Entry.Mark mark = nextMark < leg.marks().size() ? leg.marks().get(nextMark) : null;
            StopReason reason = run.apply(limits.within(budget(mark, pauses.step()), machine));
            if (mark != null && machine.retired() == mark.instructions()) {
                nextMark++;
                if (machine.clock().now() != mark.cycle() || CpuChecksum.of(machine) != mark.checksum()) {
                    return differs("the registers are others");
                }
                agreed = machine.retired();
                if (isBeforePause()) {
                    pauses.atMark().run();
                }
            }
            if (isOnTime(reason) && pauses.step() > 0 && machine.retired() % pauses.step() == 0 && isBeforePause()) {
                pauses.atStep().run();
            }
            if (reason instanceof StopReason.ReplayDiffers) {
                return reason;
            }
            boolean pause = !legs.isEmpty() && !(reason instanceof StopReason.Paused);
            if (isAtEndOfLeg(reason) && (pause || legs.isEmpty())) {
                StopReason end = pause ? goOn() : atEnd(reason);
                if (end != null) {
                    return end;
                }
            } else if (!goesOn(reason, limits)) {
                return isBeyond() ? beyond() : reason;
            }
        }
    }

    private static boolean isOnTime(StopReason reason) {
        return reason instanceof StopReason.BudgetSpent(Budget.Kind kind, String registers)
                && kind == Budget.Kind.INSTRUCTIONS;
    }

    private boolean goesOn(StopReason reason, Limits limits) {
        return isOnTime(reason) && machine.retired() < limits.retired();
    }

    /** At the recorded pause itself a snapshot would not tell whether what was done then is in it. */
    private boolean isBeforePause() {
        return legs.isEmpty() || machine.clock().now() < leg.last().cycle();
    }

    /** To the next mark, if there is one, or the next step, and not beyond the end of the leg. */
    private Budget budget(Entry.Mark mark, long step) {
        long cycles = leg.last().cycle() - machine.clock().now() + (leg.endsInShutDown() ? 1 : 0);
        long toStep = step == 0 ? Long.MAX_VALUE : step - machine.retired() % step;
        long instructions = mark == null ? toStep : Math.min(toStep, mark.instructions() - machine.retired());
        return new Budget(instructions, Math.max(0, cycles), null);
    }

    private boolean isAtEndOfLeg(StopReason reason) {
        return machine.clock().now() == leg.last().cycle()
                && nextMark == leg.marks().size()
                && (!leg.endsInShutDown() || Entry.isShutDown(reason));
    }

    private boolean isBeyond() {
        return machine.clock().now() >= leg.last().cycle() + (leg.endsInShutDown() ? 1 : 0);
    }

    /** Does what was done in a pause; answers the difference, if there is one. */
    private StopReason goOn() {
        if (machine.retired() != leg.last().instructions()
                || nextInput < leg.inputs().size()) {
            return differs("the recorded run was interrupted after instruction "
                    + leg.last().instructions());
        }
        leg.then().forEach(input -> board.inputs().replayNow(input.input()));
        nextLeg();
        return null;
    }

    private StopReason atEnd(StopReason reason) {
        if (machine.retired() != recording.lastInstruction()) {
            return differs("the recording ends after instruction " + recording.lastInstruction());
        }
        if (recording.end().isEmpty()) {
            return new StopReason.Replayed(
                    reason, machine.retired(), "there the recording breaks off, and so far everything was as recorded");
        }
        Entry.End end = recording.end().get();
        if (!machine.digest().equals(end.digest())) {
            return differs("it ends with another digest");
        }
        return new StopReason.Replayed(
                reason, machine.retired(), "as recorded, " + end.sentence() + "; digest " + end.digest());
    }

    private StopReason beyond() {
        return differs("it goes on where the recording ends");
    }

    /** What is to be said of a machine that has stopped before the recorded run did. */
    public StopReason endedEarly(StopReason reason) {
        return differs("it ends here (" + reason.sentence() + "), and the recording after instruction "
                + recording.lastInstruction());
    }

    private StopReason.ReplayDiffers differs(String what) {
        return new StopReason.ReplayDiffers(
                machine.retired(), what + "; up to instruction " + agreed + " they were the same");
    }
}
