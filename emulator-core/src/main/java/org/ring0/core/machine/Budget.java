package org.ring0.core.machine;

import java.time.Duration;

/**
 * How far a run may go. Instructions and guest time are exact; host time is looked at between slices.
 *
 * @param instructions how many instructions may retire in this run
 * @param cycles how many cycles of the virtual clock may pass in this run, skipped ones too
 * @param hostTime how long the host may take, or null for as long as it takes
 */
public record Budget(long instructions, long cycles, Duration hostTime) {
    /** No limits. */
    public static final Budget UNLIMITED = new Budget(Long.MAX_VALUE, Long.MAX_VALUE, null);

    public Budget {
        if (instructions < 0 || cycles < 0) {
            throw new IllegalArgumentException("a budget is no less than nothing, not %d instructions and %d cycles"
                    .formatted(instructions, cycles));
        }
    }

    /** What ran out. */
    public enum Kind {
        INSTRUCTIONS("instructions"),
        GUEST_TIME("guest time"),
        HOST_TIME("host time");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    public static Budget ofInstructions(long instructions) {
        return new Budget(instructions, Long.MAX_VALUE, null);
    }

    public Budget withCycles(long limit) {
        return new Budget(instructions, limit, hostTime);
    }

    public Budget withHostTime(Duration limit) {
        return new Budget(instructions, cycles, limit);
    }
}
