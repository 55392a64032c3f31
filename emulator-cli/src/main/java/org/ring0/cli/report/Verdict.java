package org.ring0.cli.report;

import org.ring0.core.machine.StopReason;

/**
 * How a run ended, in a number and in words.
 *
 * @param reason why it ended
 * @param code the kind of ending
 * @param number what the process returns
 * @param sentence for people
 * @param details registers and the like, or empty
 */
public record Verdict(StopReason reason, ExitCode code, int number, String sentence, String details) {
    /** What {@code --exit-map} says about the debug-exit port. */
    public enum ExitMap {
        /** 0 is success, anything else exit code 1. */
        plain,
        /** QEMU's {@code (n << 1) | 1}, for kernels that are written for it. */
        qemu
    }

    /**
     * Judges a run.
     *
     * @param missing an expectation that was not met, or null
     */
    public static Verdict of(StopReason reason, ExitMap map, String missing) {
        ExitCode code = ExitCode.of(reason);
        int number = code.number();
        if (map == ExitMap.qemu && reason instanceof StopReason.DebugExit(int value)) {
            number = (value << 1 | 1) & 0xff;
        } else if (missing != null && code == ExitCode.SUCCESS && !(reason instanceof StopReason.Paused)) {
            code = ExitCode.EXPECTATION_MISSED;
            number = code.number();
        }
        String sentence = missing == null
                ? reason.sentence()
                : reason.sentence() + ", and what was expected had not appeared: " + missing;
        return new Verdict(reason, code, number, sentence, details(reason));
    }

    /** Of a run that a signal has ended. */
    public Verdict interrupted(ExitCode signal) {
        return new Verdict(reason, signal, signal.number(), "the run was stopped: " + signal.words(), details);
    }

    /** One word for it: what reports have as the verdict. */
    public String name() {
        return switch (code) {
            case HUNG_UP, INTERRUPTED, TERMINATED -> "Interrupted";
            default -> reason.getClass().getSimpleName();
        };
    }

    /** With something better to tell than the registers. */
    public Verdict with(Findings findings) {
        // Of what is ours to repair the details say what to report.
        boolean ours = reason instanceof StopReason.Unimplemented || reason instanceof StopReason.InternalError;
        String all = (ours ? details + "\n\n" : "") + findings.text();
        return new Verdict(reason, code, number, sentence + findings.inShort(), all);
    }

    private static String details(StopReason reason) {
        return switch (reason) {
            case StopReason.TripleFault(String autopsy) -> autopsy;
            case StopReason.Halted(String registers) -> registers;
            case StopReason.BudgetSpent(var kind, String registers) -> registers;
            case StopReason.Unimplemented(String what, String location, String text) -> text;
            case StopReason.EnginesDiffer(long instruction, String what, String report) -> report;
            case StopReason.InternalError(String what, String trace) -> trace;
            case StopReason.Reached(long instruction, String registers) -> registers;
            case StopReason.Replayed(StopReason end, long instruction, String recorded) ->
                end instanceof StopReason.BudgetSpent ? "" : details(end);
            default -> "";
        };
    }
}
