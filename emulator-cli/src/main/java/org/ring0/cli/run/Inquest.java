package org.ring0.cli.run;

import org.ring0.cli.report.Findings;
import org.ring0.core.debug.autopsy.Autopsy;
import org.ring0.core.debug.symbol.Symbols;
import org.ring0.core.machine.StopReason;
import org.ring0.devices.board.PcBoard;
import org.ring0.embed.HangDiagnosis;
import org.ring0.embed.MachinePlan;

/** Finds out what a guest was doing when its run ended, if that was no good end or somebody wants to know. */
final class Inquest {
    private final ReportOptions options;
    private final MachinePlan plan;
    private final Repetition repetition;

    Inquest(ReportOptions options, MachinePlan plan, Repetition repetition) {
        this.options = options;
        this.plan = plan;
        this.repetition = repetition;
    }

    /**
     * What there is to tell, or null.
     *
     * @param interrupted whether a signal ended the run, as CI's own timeouts do
     * @param hostNanos how long the run took
     */
    Findings of(PcBoard board, StopReason reason, boolean interrupted, long hostNanos) {
        if (options.autopsy == null && !interrupted && !isOfInterest(reason)) {
            return null;
        }
        boolean replayed = reason instanceof StopReason.Replayed;
        StopReason end = replayed ? ((StopReason.Replayed) reason).reason() : reason;
        Symbols symbols = plan.symbols(board);
        boolean hangs = interrupted || end instanceof StopReason.BudgetSpent || end instanceof StopReason.Halted;
        HangDiagnosis hang = hangs ? HangDiagnosis.of(board, symbols) : null;
        Autopsy autopsy = Autopsy.of(board.machine(), end, symbols, repetition.branches(reason, hostNanos));
        return new Findings(autopsy, hang);
    }

    private static boolean isOfInterest(StopReason reason) {
        return switch (reason) {
            case StopReason.TripleFault fault -> true;
            case StopReason.ForbiddenOutput output -> true;
            case StopReason.Halted halted -> true;
            case StopReason.BudgetSpent spent -> true;
            case StopReason.Unimplemented lack -> true;
            case StopReason.InternalError error -> true;
            case StopReason.Reached reached -> true;
            case StopReason.Replayed(StopReason end, long instruction, String recorded) ->
                !(end instanceof StopReason.BudgetSpent) && isOfInterest(end);
            default -> false;
        };
    }
}
