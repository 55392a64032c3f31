package org.ring0.cli.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ring0.cli.option.OptionTable;
import org.ring0.cli.option.OutputFile;
import org.ring0.cli.option.ReportFile;
import org.ring0.cli.option.UsageException;
import org.ring0.cli.report.Verdict;

/** The options that say what a run leaves behind. */
final class ReportOptions {
    final List<ReportFile> reports = new ArrayList<>();
    OutputFile screenshot;
    OutputFile screenText;
    OutputFile autopsy;
    Path symbols;
    boolean branches;
    Path saveSnapshot;
    Verdict.ExitMap exitMap = Verdict.ExitMap.plain;
    boolean statistics;

    /** Declares them. */
    void declare(OptionTable table) {
        table.option("--report", "FORMAT=FILE", "Write a report: json=FILE or junit=FILE; - is standard output.")
                .readBy(new ReportFile.Converter())
                .eachTo(ReportFile.class, reports::add);
        table.option("--screenshot", "FILE", "Write the guest's last screen as a PNG picture.")
                .readBy(new OutputFile.Converter())
                .sets(OutputFile.class, value -> screenshot = value);
        table.option("--screen-text", "FILE", "Write the guest's last text screen; - is standard output.")
                .readBy(new OutputFile.Converter())
                .sets(OutputFile.class, value -> screenText = value);
        table.option(
                        "--symbols",
                        "FILE",
                        "Name the guest's functions and lines after this ELF file, or its functions after a map such"
                                + " as Linux's System.map. Default: the kernel, if it is an ELF file.")
                .sets(Path.class, value -> symbols = value);
        table.option(
                        "--autopsy",
                        "FILE",
                        "Write what the guest was doing when the run ended, however it ended; - is standard output. "
                                + "Without it this goes to standard error after a failure.")
                .readBy(new OutputFile.Converter())
                .sets(OutputFile.class, value -> autopsy = value);
        table.flag(
                "--branches",
                "Record the last branches for the autopsy while the guest runs, interpreting everything; without this "
                        + "a run of some seconds is run again for them.",
                () -> branches = true);
        table.option(
                        "--save-snapshot",
                        "FILE",
                        "Save the machine as it is at the end of the run, if the guest could go on; see --from.")
                .sets(Path.class, value -> saveSnapshot = value);
        table.option(
                        "--exit-map",
                        "MAP",
                        "What the value in the debug-exit port means: ${COMPLETION-CANDIDATES}. plain: 0 is success, "
                                + "others are exit code 1; qemu: exit code (n << 1) | 1. Default: plain.")
                .sets(Verdict.ExitMap.class, value -> exitMap = value);
        table.flag(
                "--stats",
                "Print on standard error how much was executed, how fast, by "
                        + "which engine, and where the time went.",
                () -> statistics = true);
    }

    /** Whether standard output is to hold something else than what the guest says. */
    boolean useStandardOutput() {
        return reports.stream().anyMatch(report -> report.file().isStandardOutput())
                || isStandardOutput(screenshot)
                || isStandardOutput(autopsy)
                || isStandardOutput(screenText);
    }

    private static boolean isStandardOutput(OutputFile file) {
        return file != null && file.isStandardOutput();
    }

    /**
     * Reports and pictures are of no use with anything else around them; a text screen may follow what the guest prints.
     *
     * @param guest whether the guest prints to standard output because an option says so
     * @throws UsageException if standard output is to hold what does not go together
     */
    void checkStandardOutput(boolean guest) throws UsageException {
        List<String> users = new ArrayList<>();
        reports.stream()
                .filter(report -> report.file().isStandardOutput())
                .forEach(report ->
                        users.add("--report " + report.format().toString().toLowerCase(Locale.ROOT) + "=-"));
        if (isStandardOutput(screenshot)) {
            users.add("--screenshot -");
        }
        boolean alone = !users.isEmpty();
        if (isStandardOutput(screenText)) {
            users.add("--screen-text -");
        }
        if (isStandardOutput(autopsy)) {
            users.add("--autopsy -");
        }
        if (guest) {
            users.add("an option that says stdio");
        }
        if (alone && users.size() > 1) {
            throw new UsageException(users.getFirst() + " needs standard output for itself, and so does " + users.get(1)
                    + ": write one of them to a file");
        }
    }

    void check(FileRoles roles) throws UsageException {
        for (ReportFile report : reports) {
            check(roles, "--report", report.file());
        }
        check(roles, "--screenshot", screenshot);
        check(roles, "--screen-text", screenText);
        check(roles, "--autopsy", autopsy);
        if (saveSnapshot != null) {
            roles.writes("--save-snapshot", saveSnapshot);
        }
    }

    private static void check(FileRoles roles, String option, OutputFile file) throws UsageException {
        if (file != null && !file.isStandardOutput()) {
            roles.writes(option, file.path());
        }
    }
}
