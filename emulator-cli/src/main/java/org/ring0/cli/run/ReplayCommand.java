package org.ring0.cli.run;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.ring0.cli.option.InstructionCount;
import org.ring0.cli.option.MemorySize;
import org.ring0.cli.option.OptionTable;
import org.ring0.cli.option.Streams;
import org.ring0.cli.option.UsageException;
import picocli.CommandLine.Model.CommandSpec;

/** {@code ring0 replay}: runs again what was recorded, wholly or up to an instruction. */
public final class ReplayCommand implements Callable<Integer> {
    private final RunOptions options = new RunOptions();
    private final Streams streams;
    private CommandSpec spec;

    private ReplayCommand(Streams streams) {
        this.streams = streams;
    }

    /** The command for the command line. */
    public static CommandSpec of(Streams streams) {
        ReplayCommand command = new ReplayCommand(streams);
        CommandSpec spec = CommandSpec.wrapWithoutInspection(command).name("replay");
        spec.usageMessage()
                .description("Runs again what ring0 run --record has recorded, and compares. The recording knows its"
                        + " machine: options that describe it are only needed for what has been moved.")
                .sortOptions(false)
                .autoWidth(true)
                .abbreviateSynopsis(true);
        command.spec = spec;
        command.declare(new OptionTable(spec));
        return spec;
    }

    private void declare(OptionTable table) {
        table.argument(
                "RECORDING",
                "The file that --record has written.",
                Path.class,
                Path::of,
                value -> options.record.replay = value);
        table.option(
                        "--until",
                        "N",
                        "Stop after the machine's instruction number N, e.g. 123456789, and show its state.")
                .readBy(new InstructionCount())
                .sets(Long.class, value -> options.record.until = value);
        table.option(
                        "--checkpoints",
                        "SIZE",
                        "How much disk RECORDING.checkpoints may take, e.g. 4G: snapshots that a replay leaves there,"
                                + " from the nearest of which --until goes forward; 0 for none. Default: 1G.")
                .readBy(new MemorySize())
                .sets(Long.class, value -> options.record.checkpoints = value);
        options.declareCommon(table);
        options.declareLast(table);
    }

    @Override
    public Integer call() throws UsageException {
        options.logLevel.set();
        if (options.record.replay == null) {
            throw new UsageException("which recording is to be replayed? (see ring0 replay --help)");
        }
        return ReplayRun.run(options, options.given(spec), streams);
    }
}
