package org.ring0.cli.run;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.function.Consumer;
import org.ring0.cli.option.DriveFile;
import org.ring0.core.cpu.translator.MemoryAccess;
import org.ring0.core.cpu.translator.TranslationTrace;
import org.ring0.embed.EngineChoice;
import org.ring0.embed.Vm;
import org.ring0.embed.VmBuilder;

/** Says to a builder what the options say. */
final class MachineFactory {
    private MachineFactory() {}

    /**
     * The machine that the options describe.
     *
     * @param interactive whether somebody waits for it, so that guest time is to pass as the host's unless told otherwise
     * @param trace is shown what is translated
     * @param notes takes sentences that the user may want to know
     */
    static VmBuilder builder(RunOptions options, boolean interactive, TranslationTrace trace, Consumer<String> notes) {
        VmBuilder builder = Vm.builder().trace(trace).notes(notes);
        machine(builder, options.machine, interactive);
        boot(builder, options);
        return builder;
    }

    private static void machine(VmBuilder builder, MachineOptions options, boolean interactive) {
        builder.memory(options.memory)
                .cpu(options.cpu)
                .seed(options.seed)
                .stopOnReset(options.noReboot)
                .engine(
                        options.engine == MachineOptions.EngineChoice.interpreter
                                ? EngineChoice.INTERPRETER
                                : EngineChoice.TRANSLATOR);
        if (options.memoryAccess != null) {
            builder.memoryAccess(
                    switch (options.memoryAccess) {
                        case checked -> MemoryAccess.CHECKED;
                        case raw -> MemoryAccess.RAW;
                        case direct -> MemoryAccess.DIRECT;
                    });
        }
        if (options.bios != null) {
            builder.bios(options.bios);
        }
        if (options.vgaBios != null) {
            builder.vgaBios(options.vgaBios);
        }
        boolean hostClock = usesHostClock(options, interactive);
        builder.paced(hostClock);
        if (hostClock && options.start == null) {
            options.start = LocalDateTime.now();
        }
        if (options.start != null) {
            builder.start(options.start);
        }
    }

    /** Whether an idle guest waits for the host's clock. */
    static boolean usesHostClock(MachineOptions options, boolean interactive) {
        return options.clock == null ? interactive : options.clock == MachineOptions.ClockChoice.host;
    }

    private static void boot(VmBuilder builder, RunOptions options) {
        BootOptions boot = options.boot;
        DriveFile image = options.image;
        if (image != null) {
            builder.image(image.path(), image.access());
        }
        boot.floppies.forEach(floppy -> builder.floppy(floppy.path(), floppy.access()));
        boot.disks.forEach(disk -> builder.disk(disk.path(), disk.access()));
        boot.cdroms.forEach(cdrom -> builder.cdrom(cdrom.path()));
        builder.boot(boot.order.toArray(org.ring0.devices.board.BootDevice[]::new))
                .bootMenu(boot.menu);
        if (boot.kernel != null) {
            builder.kernel(boot.kernel);
        }
        if (options.report.symbols != null) {
            builder.symbols(options.report.symbols);
        }
        builder.recordBranches(options.report.branches);
        if (boot.append != null) {
            builder.commandLine(boot.append);
        }
        for (String module : boot.modules) {
            Path file = BootOptions.moduleFile(module);
            builder.module(file, module);
        }
        if (isDemo(options)) {
            builder.demo();
        }
    }

    /** Whether nothing was given, so that the built-in demo is booted. */
    static boolean isDemo(RunOptions options) {
        BootOptions boot = options.boot;
        return options.image == null
                && boot.kernel == null
                && List.of(boot.floppies, boot.disks, boot.cdroms).stream().allMatch(List::isEmpty);
    }
}
