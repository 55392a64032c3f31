package org.ring0.cli.run;

import java.util.ArrayList;
import java.util.List;
import org.ring0.cli.option.OutputFile;
import org.ring0.cli.option.ReportFile;
import org.ring0.cli.option.UsageException;
import org.ring0.cli.report.Verdict;
import picocli.CommandLine.Option;

/** The options that say what a run leaves behind. */
final class ReportOptions {
    @Option(
            names = "--report",
            paramLabel = "FORMAT=FILE",
            converter = ReportFile.Converter.class,
            description = "Write a report: json=FILE or junit=FILE; - is standard output.")
    List<ReportFile> reports = new ArrayList<>();

    @Option(
            names = "--screenshot",
            paramLabel = "FILE",
            converter = OutputFile.Converter.class,
            description = "Write the guest's last screen as a PNG picture.")
    OutputFile screenshot;

    @Option(
            names = "--screen-text",
            paramLabel = "FILE",
            converter = OutputFile.Converter.class,
            description = "Write the guest's last text screen; - is standard output.")
    OutputFile screenText;

    @Option(
            names = "--exit-map",
            paramLabel = "MAP",
            description = "What the value in the debug-exit port means: ${COMPLETION-CANDIDATES}. plain: 0 is success, "
                    + "others are exit code 1; qemu: exit code (n << 1) | 1. Default: plain.")
    Verdict.ExitMap exitMap = Verdict.ExitMap.plain;

    @Option(
            names = "--stats",
            description = "Print on standard error how much was executed, how fast, by "
                    + "which engine, and where the time went.")
    boolean statistics;

    /** Whether standard output is to hold something else than what the guest says. */
    boolean useStandardOutput() {
        return reports.stream().anyMatch(report -> report.file().isStandardOutput())
                || isStandardOutput(screenshot)
                || isStandardOutput(screenText);
    }

    private static boolean isStandardOutput(OutputFile file) {
        return file != null && file.isStandardOutput();
    }

    void check(FileRoles roles) throws UsageException {
        for (ReportFile report : reports) {
            check(roles, "--report", report.file());
        }
        check(roles, "--screenshot", screenshot);
        check(roles, "--screen-text", screenText);
    }

    private static void check(FileRoles roles, String option, OutputFile file) throws UsageException {
        if (file != null && !file.isStandardOutput()) {
            roles.writes(option, file.path());
        }
    }
}
