package org.ring0.cli.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.ring0.cli.option.Streams;
import org.ring0.cli.option.UsageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ring0 run}: boots a machine and tells how that ended. */
@Command(
        name = "run",
        description = "Boots a disk image, a CD, a floppy or a kernel; the built-in demo if none is given.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        abbreviateSynopsis = true,
        exitCodeListHeading = "%nExit codes:%n")
public final class RunCommand implements Callable<Integer> {
    @Mixin
    private final RunOptions options = new RunOptions();

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            description = "What is logged on standard error: ${COMPLETION-CANDIDATES}. Default: warn.")
    private LogLevel logLevel = LogLevel.warn;

    @Option(names = "--verbose", description = "Print stack traces of errors in this program.")
    private boolean verbose;

    private final Streams streams;

    public RunCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws UsageException, IOException {
        logLevel.set();
        if (options.machine.cpu.equals("help")) {
            streams.out().write(MachineOptions.CPU_HELP.getBytes(StandardCharsets.UTF_8));
            return 0;
        }
        return new RunSession(options, streams).run();
    }
}
