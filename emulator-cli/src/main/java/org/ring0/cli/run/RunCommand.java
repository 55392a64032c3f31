package org.ring0.cli.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.ring0.cli.option.OptionTable;
import org.ring0.cli.option.Streams;
import org.ring0.cli.option.UsageException;
import org.ring0.core.snapshot.Snapshot;
import org.ring0.core.snapshot.SnapshotException;
import org.ring0.core.snapshot.file.SnapshotFile;
import picocli.CommandLine.Model.CommandSpec;

/** {@code ring0 run}: boots a machine and tells how that ended. */
public final class RunCommand implements Callable<Integer> {
    /** The option that asks for a stack trace. */
    public static final String VERBOSE = RunOptions.VERBOSE;

    private final RunOptions options = new RunOptions();
    private final Streams streams;
    private CommandSpec spec;

    private RunCommand(Streams streams) {
        this.streams = streams;
    }

    /** The command for the command line. */
    public static CommandSpec of(Streams streams) {
        RunCommand command = new RunCommand(streams);
        CommandSpec spec = CommandSpec.wrapWithoutInspection(command).name("run");
        spec.usageMessage()
                .description("Boots a disk image, a CD, a floppy or a kernel; the built-in demo if none is given.")
                .sortOptions(false)
                .autoWidth(true)
                .abbreviateSynopsis(true);
        command.spec = spec;
        command.options.declare(new OptionTable(spec));
        return spec;
    }

    @Override
    public Integer call() throws UsageException, IOException {
        options.logLevel.set();
        if (options.machine.cpu.equals("help")) {
            streams.out().write(MachineOptions.CPU_HELP.getBytes(StandardCharsets.UTF_8));
            return 0;
        }
        if (options.record.replay != null) {
            return ReplayRun.run(options, options.given(spec), streams);
        }
        Course course = options.record.record == null ? Course.LIVE : new RecordedCourse(options);
        if (options.boot.from == null) {
            if (options.record.record != null) {
                SavedOptions.protect(options);
            }
            return new RunSession(options, null, course, streams).run();
        }
        try (Snapshot snapshot = SnapshotFile.load(options.boot.from)) {
            SavedOptions.complete(options, "snapshot", snapshot.notes(), options.given(spec));
            return new RunSession(options, snapshot, course, streams).run();
        } catch (SnapshotException e) {
            throw new UsageException(e.getMessage());
        }
    }
}
