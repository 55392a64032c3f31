package org.ring0.core.machine;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Why a run ended. The CLI's exit code, the report and the Java API are all made from this. */
public sealed interface StopReason {
    /** One line for people. */
    String sentence();

    /** The guest switched the machine off (ACPI S5, APM). */
    record PoweredOff() implements StopReason {
        @Override
        public String sentence() {
            return "the guest powered off";
        }
    }

    /** The guest wrote {@code value} to the debug-exit port. */
    record DebugExit(int value) implements StopReason {
        @Override
        public String sentence() {
            return "the guest wrote " + Integer.toUnsignedString(value) + " to the debug-exit port";
        }
    }

    /** What was waited for appeared. */
    record ExpectationMet(String pattern) implements StopReason {
        @Override
        public String sentence() {
            return "the guest printed what was expected: " + pattern;
        }
    }

    /** What must not appear appeared. */
    record ForbiddenOutput(String pattern, String line) implements StopReason {
        @Override
        public String sentence() {
            return "the guest printed what --fail-on forbids (" + pattern + "): " + line;
        }
    }

    /** The CPU shut down on a fault in the delivery of a double fault. */
    record TripleFault(String autopsy) implements StopReason {
        @Override
        public String sentence() {
            return "triple fault";
        }
    }

    /** HLT, and nothing can ever wake the CPU. */
    record Halted(String registers) implements StopReason {
        @Override
        public String sentence() {
            return "halted with nothing that could wake the CPU";
        }
    }

    /** A budget was reached. */
    record BudgetSpent(Budget.Kind kind, String registers) implements StopReason {
        @Override
        public String sentence() {
            return "the budget is spent: " + kind.words();
        }
    }

    /** The guest reset the machine, and that was to end the run. */
    record Reset() implements StopReason {
        @Override
        public String sentence() {
            return "the guest reset the machine";
        }
    }

    /**
     * The guest needs an instruction or a device feature that this emulator lacks.
     *
     * @param what is missing
     * @param location of the instruction that needs it
     * @param details the instruction's bytes, the registers, and what to report
     */
    record Unimplemented(String what, String location, String details) implements StopReason {
        @Override
        public String sentence() {
            return "not implemented: " + what + " at " + location;
        }
    }

    /**
     * Two engines that run in lockstep have left different states: an error of this program.
     *
     * @param instruction the first one after which they differ, as far as that could be found out
     * @param what differs, in a few words
     * @param report both states
     */
    record EnginesDiffer(long instruction, String what, String report) implements StopReason {
        @Override
        public String sentence() {
            return "the engines differ after instruction " + instruction + ": " + what;
        }
    }

    /** The host failed to read or write for the guest. */
    record HostError(String what) implements StopReason {
        @Override
        public String sentence() {
            return what;
        }
    }

    /**
     * This program has failed to execute the guest: an error of its own.
     *
     * @param what it was, in a few words
     * @param trace where
     */
    record InternalError(String what, String trace) implements StopReason {
        /** What has been thrown. */
        public static InternalError of(Throwable thrown) {
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace, true));
            String message = thrown.getMessage() == null
                    ? ""
                    : ": " + thrown.getMessage().strip().replaceAll("\\s*\\R\\s*", "; ");
            return new InternalError(thrown.getClass().getSimpleName() + message, trace.toString());
        }

        @Override
        public String sentence() {
            return "internal error, please report it: " + what;
        }
    }

    /** The next instruction is one at which the host has set a breakpoint. */
    record Breakpoint(long linear) implements StopReason {
        @Override
        public String sentence() {
            return "breakpoint at " + Long.toHexString(linear);
        }
    }

    /** Somebody on the host asked to stop; the machine can go on. */
    record Paused() implements StopReason {
        @Override
        public String sentence() {
            return "stopped from outside";
        }
    }

    /** A replay has come to the instruction at which it was to stop; the machine can go on. */
    record Reached(long instruction, String registers) implements StopReason {
        @Override
        public String sentence() {
            return "the replay has come to instruction " + instruction;
        }
    }

    /**
     * A replay has come to the end of its recording, in the state that was recorded.
     *
     * @param reason why the machine has stopped there
     * @param instruction how many there were
     * @param recorded how the recorded run ended, in words, and its digest
     */
    record Replayed(StopReason reason, long instruction, String recorded) implements StopReason {
        @Override
        public String sentence() {
            return "replayed to instruction " + instruction + ": " + recorded;
        }
    }

    /**
     * A replay went another way than its recording: it was made by another version, or this program has an error.
     *
     * @param instruction by which one that was seen
     * @param what is different
     */
    record ReplayDiffers(long instruction, String what) implements StopReason {
        @Override
        public String sentence() {
            return "the replay differs from the recording by instruction " + instruction + ": " + what;
        }
    }
}
