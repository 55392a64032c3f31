package org.ring0.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.ring0.cli.option.OptionTable;
import org.ring0.cli.option.Streams;
import org.ring0.cli.report.ExitCode;
import org.ring0.cli.run.ReplayCommand;
import org.ring0.cli.run.RunCommand;
import org.ring0.cli.snapshot.SnapshotCommand;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The command {@code ring0} itself: it only knows its subcommands. */
public final class Ring0 implements Callable<Integer> {
    private static final String RUN = "run";

    private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

    private Ring0() {
        spec.name("ring0").versionProvider(new Version());
        spec.usageMessage()
                .description("A PC in pure Java: boots disk images and kernels.")
                .synopsisSubcommandLabel("COMMAND");
        new OptionTable(spec).standardHelp();
    }

    /** Carries out a command line, working with the given streams, and gives the exit code. */
    public static int execute(Streams streams, String... arguments) {
        CommandLine line = new CommandLine(new Ring0().spec);
        line.addSubcommand(RUN, run(RunCommand.of(streams)));
        // A run starts faster without them.
        if (arguments.length == 0 || !arguments[0].equals(RUN)) {
            line.addSubcommand("replay", run(ReplayCommand.of(streams)));
            line.addSubcommand("snapshot", SnapshotCommand.of(streams));
            line.addSubcommand(new CommandLine.HelpCommand());
            line.addSubcommand(new AutoComplete.GenerateCompletion());
        }
        Failures failures = new Failures(streams);
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false)
                .setOut(new PrintWriter(streams.out(), true))
                .setErr(new PrintWriter(streams.err(), true))
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures)
                .execute(arguments);
    }

    /** A command that runs a machine. */
    private static CommandLine run(CommandSpec command) {
        CommandSpec spec = command.versionProvider(new Version());
        Map<String, String> exitCodes = new LinkedHashMap<>();
        for (ExitCode code : ExitCode.values()) {
            exitCodes.put(Integer.toString(code.number()), code.words());
        }
        spec.usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(exitCodes);
        return new CommandLine(spec);
    }

    /** Without a subcommand: tells which there are. */
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.USAGE.number();
    }
}
