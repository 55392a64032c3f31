package org.ring0.cli.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.ring0.cli.option.DriveFile;
import org.ring0.cli.option.OptionTable;
import picocli.CommandLine.Model.CommandSpec;

/** All options of {@code ring0 run}, by subject. */
final class RunOptions {
    /** The option that asks for a stack trace. */
    static final String VERBOSE = "--verbose";

    DriveFile image;
    boolean verbose;
    LogLevel logLevel = LogLevel.warn;

    final BootOptions boot = new BootOptions();
    final MachineOptions machine = new MachineOptions();
    final ConsoleOptions console = new ConsoleOptions();
    final ScriptOptions script = new ScriptOptions();
    final BudgetOptions budget = new BudgetOptions();
    final ReportOptions report = new ReportOptions();
    final RecordOptions record = new RecordOptions();

    /** Declares all of them. */
    void declare(OptionTable table) {
        table.argument(
                "IMAGE[,HOW]",
                "A floppy, hard-disk or CD image or a kernel, recognised by its content; HOW as for --disk.",
                DriveFile.class,
                new DriveFile.Converter(),
                value -> image = value);
        declareCommon(table);
        record.declare(table);
        declareLast(table);
    }

    /** Declares those that a replay has as well. */
    void declareCommon(OptionTable table) {
        boot.declare(table);
        machine.declare(table);
        console.declare(table);
        script.declare(table);
        budget.declare(table);
        report.declare(table);
    }

    /** Declares what every command that runs a machine ends its list with. */
    void declareLast(OptionTable table) {
        table.option(
                        "--log-level",
                        "LEVEL",
                        "What is logged on standard error: ${COMPLETION-CANDIDATES}. Default: warn.")
                .sets(LogLevel.class, value -> logLevel = value);
        table.flag(VERBOSE, "Print stack traces of errors in this program.", () -> verbose = true);
        table.standardHelp();
    }

    /** The names of the options that were given, and IMAGE if there is one. */
    Set<String> given(CommandSpec spec) {
        Set<String> names = new HashSet<>();
        spec.commandLine()
                .getParseResult()
                .matchedOptions()
                .forEach(option -> names.addAll(Arrays.asList(option.names())));
        if (image != null) {
            names.add("IMAGE");
        }
        return names;
    }

    /** Every file that is read. */
    List<Path> inputs() {
        List<Path> files = new ArrayList<>();
        files.add(image == null ? null : image.path());
        files.add(boot.kernel);
        files.add(boot.from);
        files.add(record.replay);
        files.add(machine.bios);
        files.add(machine.vgaBios);
        files.add(report.symbols);
        boot.modules.forEach(module -> files.add(BootOptions.moduleFile(module)));
        Stream.of(boot.floppies, boot.disks, boot.cdroms)
                .flatMap(List::stream)
                .map(DriveFile::path)
                .forEach(files::add);
        files.removeIf(Objects::isNull);
        return files;
    }
}
