package org.ring0.cli.report;

import org.ring0.core.machine.StopReason;

/** The exit codes of {@code ring0 run}. Scripts depend on them: they do not change. */
public enum ExitCode {
    SUCCESS(0, "the guest powered off, wrote 0 to the debug-exit port, or printed what was expected; or you left"),
    GUEST_FAILURE(1, "the guest wrote another value to the debug-exit port (see --exit-map)"),
    USAGE(2, "an option is wrong, or a file is missing or unreadable"),
    TRIPLE_FAULT(3, "triple fault"),
    HALTED(4, "the CPU halted, and nothing could wake it"),
    BUDGET_SPENT(5, "a budget was spent: --max-instructions, --max-guest-time, --max-time"),
    FORBIDDEN_OUTPUT(6, "the guest printed what --fail-on forbids"),
    RESET(7, "the guest reset the machine, and --no-reboot was given"),
    UNIMPLEMENTED(8, "the guest needs what this emulator lacks"),
    HOST_ERROR(9, "reading or writing failed on the host"),
    EXPECTATION_MISSED(10, "the run ended well otherwise, but --expect was not met"),
    REPLAY_DIFFERS(11, "a replay went another way than its recording"),
    INTERNAL(70, "an error in this program, or engines in lockstep that differ"),
    HUNG_UP(129, "the terminal was closed (SIGHUP)"),
    INTERRUPTED(130, "you interrupted it (Ctrl-C, SIGINT)"),
    TERMINATED(143, "it was told to end (SIGTERM)");

    private final int number;
    private final String words;

    ExitCode(int number, String words) {
        this.number = number;
        this.words = words;
    }

    /** What the process returns. */
    public int number() {
        return number;
    }

    /** When it is returned. */
    public String words() {
        return words;
    }

    /** The code of a run that ended with {@code reason}, expectations aside. */
    public static ExitCode of(StopReason reason) {
        return switch (reason) {
            case StopReason.PoweredOff() -> SUCCESS;
            case StopReason.DebugExit(int value) -> value == 0 ? SUCCESS : GUEST_FAILURE;
            case StopReason.ExpectationMet met -> SUCCESS;
            case StopReason.ForbiddenOutput output -> FORBIDDEN_OUTPUT;
            case StopReason.TripleFault fault -> TRIPLE_FAULT;
            case StopReason.Halted halted -> HALTED;
            case StopReason.BudgetSpent spent -> BUDGET_SPENT;
            case StopReason.Reset() -> RESET;
            case StopReason.Unimplemented lack -> UNIMPLEMENTED;
            case StopReason.EnginesDiffer difference -> INTERNAL;
            case StopReason.InternalError error -> INTERNAL;
            case StopReason.HostError error -> HOST_ERROR;
            case StopReason.Breakpoint breakpoint -> SUCCESS;
            case StopReason.Paused() -> SUCCESS;
            case StopReason.Reached reached -> SUCCESS;
            case StopReason.Replayed replayed -> SUCCESS;
            case StopReason.ReplayDiffers differs -> REPLAY_DIFFERS;
        };
    }
}
