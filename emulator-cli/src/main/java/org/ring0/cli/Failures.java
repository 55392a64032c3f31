package org.ring0.cli;

import org.ring0.cli.option.Streams;
import org.ring0.cli.option.UsageException;
import org.ring0.cli.report.ExitCode;
import org.ring0.cli.run.RunCommand;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns what goes wrong into one sentence on standard error and an exit code; a stack trace only if asked for. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final Streams streams;

    Failures(Streams streams) {
        this.streams = streams;
    }

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        return say(sentence(e.getMessage()) + " (see " + command + " --help)", ExitCode.USAGE);
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine line, ParseResult parsed) {
        if (parsed.hasMatchedOption(RunCommand.VERBOSE)) {
            e.printStackTrace(streams.err());
        }
        if (e instanceof UsageException) {
            return say(sentence(e.getMessage()), ExitCode.USAGE);
        }
        String what = e.getMessage() == null ? "" : ": " + sentence(e.getMessage());
        return say(
                "internal error, please report it (--verbose shows where): "
                        + e.getClass().getSimpleName() + what,
                ExitCode.INTERNAL);
    }

    private int say(String sentence, ExitCode code) {
        streams.err().println("ring0: " + sentence);
        return code.number();
    }

    /** One line, whatever a library had to say. */
    private static String sentence(String message) {
        return message.strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
