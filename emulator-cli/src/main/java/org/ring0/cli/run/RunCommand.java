package org.ring0.cli.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.ring0.cli.option.CharTarget;
import org.ring0.cli.option.DriveFile;
import org.ring0.cli.option.Streams;
import org.ring0.cli.option.UsageException;
import org.ring0.cli.report.Verdict;
import org.ring0.core.device.CharBackend;
import org.ring0.core.machine.Machine;
import org.ring0.core.machine.StopReason;
import org.ring0.devices.board.PcBoard;
import org.ring0.devices.board.PcConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ring0 run}: boots a machine and reports how it ended. */
@Command(
        name = "run",
        description = "Boots a disk image, a CD, a floppy or a kernel; the built-in demo if none is given.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class RunCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "IMAGE",
            converter = DriveFile.Converter.class,
            description = "A floppy, hard-disk or CD image or a kernel, recognised by its content; ,snapshot and "
                    + ",readonly as for --disk.")
    private DriveFile image;

    @Mixin
    private final BootOptions boot = new BootOptions();

    @Mixin
    private final MachineOptions machineOptions = new MachineOptions();

    @Mixin
    private final ConsoleOptions console = new ConsoleOptions();

    @Mixin
    private final BudgetOptions budget = new BudgetOptions();

    @Option(
            names = "--exit-map",
            paramLabel = "MAP",
            description = "What the value in the debug-exit port means: ${COMPLETION-CANDIDATES}. plain: 0 is success, "
                    + "others are exit code 1; qemu: exit code (n << 1) | 1. Default: plain.")
    private Verdict.ExitMap exitMap = Verdict.ExitMap.plain;

    @Option(names = "--verbose", description = "Print stack traces of errors in this program.")
    private boolean verbose;

    private final Streams streams;

    public RunCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws UsageException {
        if (machineOptions.cpu.equals("help")) {
            streams.err().println("p6   Intel Pentium II generation (family 6), with x87, MMX, PAE and NX");
            return 0;
        }
        try (HostOutputs outputs = new HostOutputs(streams.out());
                Media media = new Media(boot, this::note)) {
            media.open(image);
            return run(media, outputs);
        }
    }

    private int run(Media media, HostOutputs outputs) throws UsageException {
        MachineFactory.Lines lines = new MachineFactory.Lines(
                serial(outputs), outputs.backend(console.debugConsole), outputs.backend(console.firmwareLog));
        try (PcBoard board = new MachineFactory(machineOptions, boot).build(media, lines)) {
            Machine machine = board.machine();
            outputs.open(sentence -> machine.stop(new StopReason.HostError(sentence)));
            StopReason reason = machine.run(budget.budget(machine.clock().frequency()));
            outputs.close();
            Verdict verdict = Verdict.of(reason, exitMap, null);
            if (!verdict.details().isEmpty()) {
                streams.err().println(verdict.details().stripTrailing());
            }
            note(verdict.sentence());
            return verdict.number();
        }
    }

    private List<CharBackend> serial(HostOutputs outputs) {
        List<CharBackend> backends = new ArrayList<>();
        for (CharTarget target : console.serial) {
            backends.add(outputs.backend(target));
        }
        if (backends.isEmpty()) {
            backends.add(outputs.backend(new CharTarget.Stdio()));
        }
        while (backends.size() < PcConfig.MAX_SERIAL) {
            backends.add(CharBackend.NULL);
        }
        return backends;
    }

    private void note(String sentence) {
        streams.err().println("ring0: " + sentence);
    }
}
