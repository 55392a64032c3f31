package org.ring0.cli.snapshot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.ring0.cli.option.OptionTable;
import org.ring0.cli.option.Streams;
import org.ring0.cli.option.UsageException;
import org.ring0.cli.report.ExitCode;
import org.ring0.core.snapshot.Snapshot;
import org.ring0.core.snapshot.SnapshotException;
import org.ring0.core.snapshot.file.SnapshotFile;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** {@code ring0 snapshot}: looks into snapshots. {@code ring0 run} saves them and goes on from them. */
public final class SnapshotCommand implements Callable<Integer> {
    private CommandSpec spec;

    private SnapshotCommand() {}

    /** The command for the command line. */
    public static CommandLine of(Streams streams) {
        SnapshotCommand command = new SnapshotCommand();
        CommandSpec spec = CommandSpec.wrapWithoutInspection(command).name("snapshot");
        spec.usageMessage()
                .description("Looks into snapshots. They are saved by ring0 run --save-snapshot (and by ring0 replay"
                        + " --until N --save-snapshot), and ring0 run --from goes on from them.")
                .synopsisSubcommandLabel("COMMAND");
        new OptionTable(spec).standardHelp();
        command.spec = spec;
        CommandLine line = new CommandLine(spec);
        line.addSubcommand(
                "info",
                Look.of(
                        "info",
                        "Tells what a snapshot is of, where it was taken and what it holds.",
                        (snapshot, file) -> {
                            String text = new SnapshotInfo(snapshot, file).text();
                            streams.out().write(text.getBytes(StandardCharsets.UTF_8));
                        }));
        line.addSubcommand(
                "verify",
                Look.of("verify", "Reads all of a snapshot and compares it with its checksums.", (snapshot, file) -> {
                    new SnapshotInfo(snapshot, file).readAll();
                    streams.err().println("ring0: " + file + " is whole and undamaged");
                }));
        return line;
    }

    /** Without a subcommand: tells which there are. */
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.USAGE.number();
    }

    /** What is done with a snapshot that has been opened. */
    private interface Action {
        void on(Snapshot snapshot, Path file) throws IOException, SnapshotException;
    }

    /** A subcommand that looks at one file. */
    private static final class Look implements Callable<Integer> {
        private final Action action;
        private final String name;
        private Path file;

        private Look(String name, Action action) {
            this.name = name;
            this.action = action;
        }

        static CommandLine of(String name, String description, Action action) {
            Look look = new Look(name, action);
            CommandSpec spec = CommandSpec.wrapWithoutInspection(look).name(name);
            spec.usageMessage().description(description).autoWidth(true);
            OptionTable table = new OptionTable(spec);
            table.argument("SNAPSHOT", "The file.", Path.class, Path::of, value -> look.file = value);
            table.standardHelp();
            return new CommandLine(spec);
        }

        @Override
        public Integer call() throws UsageException {
            if (file == null) {
                throw new UsageException("which snapshot? (see ring0 snapshot " + name + " --help)");
            }
            try (Snapshot snapshot = SnapshotFile.load(file)) {
                action.on(snapshot, file);
                return ExitCode.SUCCESS.number();
            } catch (SnapshotException e) {
                throw new UsageException(e.getMessage());
            } catch (IOException e) {
                throw new UsageException("the snapshot " + file + " cannot be read: " + e.getMessage());
            }
        }
    }
}
