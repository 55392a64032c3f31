package org.ring0.core.lockstep;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.ring0.core.machine.Budget;
import org.ring0.core.machine.StopReason;

/**
 * Finds the first instruction that makes a difference. Every try is a fresh pair that runs from the start in the same slices:
 * what is translated, and where translated code is left, depends on them.
 */
final class FirstDifference<S extends Side> {
    /** How many thorough looks one run takes at most. */
    private static final int LOOKS = 100;

    private static final int INSTRUCTIONS_SHOWN = 16;

    private final Supplier<Pair<S>> pairs;
    private final SliceLengths lengths;
    private final List<StampedInput<S>> inputs;

    FirstDifference(Supplier<Pair<S>> pairs, SliceLengths lengths, List<StampedInput<S>> inputs) {
        this.pairs = pairs;
        this.lengths = lengths;
        this.inputs = inputs;
    }

    /**
     * Looks between a slice before which all was the same and one before which it was not.
     *
     * @return the difference, or null if it does not occur again
     */
    StopReason.EnginesDiffer between(long same, long different) {
        long low = same;
        long high = different;
        while (high - low > 1) {
            long stride = Math.max(1, (high - low) / LOOKS);
            long last = lastSame(low, high, stride);
            if (last == high) {
                return null;
            }
            high = Math.min(high, last + stride);
            low = last;
        }
        return inSlice(low);
    }

    /** The last of the slices {@code low}, {@code low + stride} and so on before which all is the same, or {@code high}. */
    private long lastSame(long low, long high, long stride) {
        try (Course<S> course = start()) {
            skip(course, 0, low);
            for (long at = low; at < high; at += stride) {
                skip(course, at, Math.min(at + stride, high));
                if (!course.isSame()) {
                    return at;
                }
            }
            return high;
        }
    }

    private Course<S> start() {
        Course<S> course = new Course<>(pairs.get());
        course.addAll(inputs);
        return course;
    }

    private void skip(Course<S> course, long from, long to) {
        for (long slice = from; slice < to; slice++) {
            course.step(Budget.ofInstructions(lengths.at(slice)));
        }
    }

    private StopReason.EnginesDiffer inSlice(long slice) {
        long low = 0;
        long high = lengths.at(slice);
        while (high - low > 1) {
            long middle = low + high >>> 1;
            if (isSameAfter(slice, middle)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return report(slice, high);
    }

    private boolean isSameAfter(long slice, long instructions) {
        try (Course<S> course = start()) {
            skip(course, 0, slice);
            course.step(Budget.ofInstructions(instructions));
            return course.isSame();
        }
    }

    /** Goes there once more, the leader one instruction at a time. */
    private StopReason.EnginesDiffer report(long slice, long instructions) {
        Deque<String> executed = new ArrayDeque<>();
        try (Course<S> course = start()) {
            skip(course, 0, slice);
            Budget one = Budget.ofInstructions(1);
            StopReason reason = null;
            for (long n = 1; n <= instructions; n++) {
                if (instructions - n < INSTRUCTIONS_SHOWN) {
                    executed.add(InstructionText.atRip(course.leader));
                }
                reason = course.lead(one);
            }
            course.follow(instructions, reason);
            if (course.isSame()) {
                return null;
            }
            DifferenceText text = course.differenceText();
            String report = "executed last:\n  " + String.join("\n  ", executed) + "\n" + text;
            return new StopReason.EnginesDiffer(course.leader.retired(), text.summary(), report);
        }
    }
}
