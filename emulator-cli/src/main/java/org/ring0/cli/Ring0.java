package org.ring0.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.ring0.cli.option.Streams;
import org.ring0.cli.report.ExitCode;
import org.ring0.cli.run.RunCommand;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code ring0} itself: it only knows its subcommands. */
@Command(
        name = "ring0",
        description = "A PC in pure Java: boots disk images and kernels.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {CommandLine.HelpCommand.class, AutoComplete.GenerateCompletion.class},
        synopsisSubcommandLabel = "COMMAND")
public final class Ring0 implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    private Ring0() {}

    /** The whole command line, working with the given streams. */
    public static CommandLine commandLine(Streams streams) {
        CommandLine run = new CommandLine(new RunCommand(streams));
        Map<String, String> exitCodes = new LinkedHashMap<>();
        for (ExitCode code : ExitCode.values()) {
            exitCodes.put(Integer.toString(code.number()), code.words());
        }
        run.getCommandSpec().usageMessage().exitCodeList(exitCodes);
        CommandLine line = new CommandLine(new Ring0()).addSubcommand(run);
        Failures failures = new Failures(streams);
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false)
                .setOut(new PrintWriter(streams.out(), true))
                .setErr(new PrintWriter(streams.err(), true))
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return CommandLine.ExitCode.USAGE;
    }
}
