package org.ring0.cli.run;

import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.ring0.cli.report.ExitCode;
import org.ring0.cli.report.Verdict;
import org.ring0.core.machine.StopReason;
import org.ring0.core.snapshot.Snapshot;
import org.ring0.core.snapshot.file.SnapshotFile;
import org.ring0.devices.board.PcBoard;

/** {@code --save-snapshot}. */
final class SnapshotSaving {
    private final RunOptions options;
    private final PcBoard board;
    private final Consumer<String> notes;

    /** @param notes takes sentences for the user */
    SnapshotSaving(RunOptions options, PcBoard board, Consumer<String> notes) {
        this.options = options;
        this.board = board;
        this.notes = notes;
    }

    /**
     * Saves the machine, if that was asked for and it can go on.
     *
     * @param rest what else the run leaves behind; answers the exit code that it would have
     * @return the exit code: of a run that was to end well and leaves no snapshot, that of a host error
     */
    int after(Verdict verdict, IntSupplier rest) {
        boolean failed = options.report.saveSnapshot != null && !save(verdict.reason());
        int code = rest.getAsInt();
        return failed && code == ExitCode.SUCCESS.number() ? ExitCode.HOST_ERROR.number() : code;
    }

    private boolean save(StopReason reason) {
        if (!canGoOn(reason)) {
            notes.accept("no snapshot was saved, because there is no going on: " + reason.sentence());
            return false;
        }
        try (Snapshot view = board.view().withNotes(SavedOptions.notes(options))) {
            SnapshotFile.save(view, options.report.saveSnapshot);
            return true;
        } catch (IOException e) {
            notes.accept(options.report.saveSnapshot + " could not be written: " + e.getMessage());
            return false;
        }
    }

    private static boolean canGoOn(StopReason reason) {
        return switch (reason) {
            case StopReason.BudgetSpent spent -> true;
            case StopReason.ExpectationMet met -> true;
            case StopReason.ForbiddenOutput forbidden -> true;
            case StopReason.DebugExit exit -> true;
            case StopReason.Paused paused -> true;
            case StopReason.Halted halted -> true;
            case StopReason.Reached reached -> true;
            case StopReason.Replayed(StopReason end, long instruction, String recorded) -> canGoOn(end);
            default -> false;
        };
    }
}
