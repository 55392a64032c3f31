package org.ring0.cli.run;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.ring0.cli.option.UsageException;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.Engine;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.model.CpuModel;
import org.ring0.core.cpu.protection.CpuReset;
import org.ring0.core.cpu.translator.MemoryAccess;
import org.ring0.core.cpu.translator.TranslationTrace;
import org.ring0.core.cpu.translator.Translator;
import org.ring0.core.device.CharBackend;
import org.ring0.devices.board.PcBoard;
import org.ring0.devices.board.PcConfig;
import org.ring0.devices.board.PcConfigException;
import org.ring0.devices.board.PcDrives;
import org.ring0.devices.board.boot.BootException;
import org.ring0.devices.board.boot.BootFile;
import org.ring0.devices.storage.image.ImageDetector;
import org.ring0.devices.storage.image.ImageException;
import org.ring0.firmware.Firmware;

/** Builds the PC that the options describe. */
final class MachineFactory {
    /** Low, so that much is translated. */
    private static final int REPEATABLE_THRESHOLD = 100;

    private final MachineOptions options;
    private final BootOptions boot;
    private final boolean hostClock;
    private final TranslationTrace trace;
    private CpuModel model;
    /** What all machines that are built have in common; null before the first one. */
    private PcConfig common;

    /** The host's ends of the machine's lines. */
    record Lines(List<CharBackend> serial, CharBackend debugConsole, CharBackend firmwareLog) {}

    /**
     * @param interactive whether somebody waits for it, so that guest time is to pass as the host's unless told otherwise
     * @param trace is shown what is translated
     */
    MachineFactory(MachineOptions options, BootOptions boot, boolean interactive, TranslationTrace trace) {
        this.trace = trace;
        this.options = options;
        this.boot = boot;
        hostClock = options.clock == null ? interactive : options.clock == MachineOptions.ClockChoice.host;
    }

    /** The engine that the options choose, of one machine. */
    Engine engine(Cpu cpu) {
        return options.engine == MachineOptions.EngineChoice.interpreter
                ? new Interpreter(cpu)
                : new Interpreter(cpu, new Translator(cpu, memoryAccess(), trace));
    }

    /**
     * An engine that translates the same code at the same instruction in every run.
     *
     * @param shown whether what it translates is shown to whom the options say
     */
    Engine repeatableTranslator(Cpu cpu, boolean shown) {
        TranslationTrace to = shown ? trace : TranslationTrace.NONE;
        return new Interpreter(cpu, Translator.immediate(cpu, memoryAccess(), REPEATABLE_THRESHOLD, to));
    }

    /** Whether an idle guest waits for the host's clock. */
    boolean paced() {
        return hostClock;
    }

    /**
     * Reads what is needed besides the drives.
     *
     * @throws UsageException if it cannot be read
     */
    void prepare(Media media) throws UsageException {
        model = CpuModel.named(options.cpu)
                .orElseThrow(() ->
                        new UsageException("there is no CPU model '" + options.cpu + "' (--cpu help lists them)"));
        if (memoryAccess() == MemoryAccess.DIRECT && !MemoryAccess.DIRECT.isAllowed()) {
            throw new UsageException("--memory-access direct needs a JVM started as the ring0 script does it");
        }
        common = PcConfig.of(new PcConfig.Processor(this::engine, CpuReset::reset))
                .withMemory(options.memory)
                .withFirmware(
                        options.bios == null ? Firmware.bios() : InputFiles.read(options.bios, "BIOS"),
                        options.vgaBios == null ? Firmware.vgaBios() : InputFiles.read(options.vgaBios, "VGA BIOS"))
                .withBoot(media.order(), boot.menu)
                .withKernel(kernel(media.kernel()));
        if (hostClock) {
            common = common.withStart(LocalDateTime.now());
        }
    }

    /**
     * A machine, reset and not running; the drives are closed with it.
     *
     * @throws UsageException if there can be no such machine
     */
    PcBoard build(Function<Cpu, Engine> engine, PcDrives drives, Lines lines) throws UsageException {
        Function<Cpu, Engine> processor = cpu -> {
            cpu.setModel(model);
            cpu.state().random.seed(options.seed);
            return engine.apply(cpu);
        };
        PcConfig config = common.withProcessor(new PcConfig.Processor(processor, CpuReset::reset))
                .withDrives(drives)
                .withSerial(lines.serial())
                .withDebug(lines.debugConsole(), lines.firmwareLog());
        try {
            PcBoard board = new PcBoard(config);
            board.machine().setStopOnReset(options.noReboot);
            return board;
        } catch (PcConfigException | BootException e) {
            throw new UsageException(e.getMessage());
        } catch (OutOfMemoryError e) {
            throw new UsageException("this host has not enough memory for --memory " + (options.memory >> 20) + "M");
        }
    }

    private MemoryAccess memoryAccess() {
        if (options.memoryAccess == null) {
            return MemoryAccess.best();
        }
        return switch (options.memoryAccess) {
            case checked -> MemoryAccess.CHECKED;
            case raw -> MemoryAccess.RAW;
            case direct -> MemoryAccess.DIRECT;
        };
    }

    private PcConfig.Kernel kernel(Path path) throws UsageException {
        if (path == null) {
            if (boot.append != null || !boot.modules.isEmpty()) {
                throw new UsageException("--append and --initrd need a kernel");
            }
            return null;
        }
        byte[] content = InputFiles.read(path, "kernel");
        try {
            ImageDetector.detect(path);
        } catch (ImageException e) {
            throw new UsageException(e.getMessage());
        }
        List<BootFile> modules = new ArrayList<>();
        for (String module : boot.modules) {
            modules.add(new BootFile(module, InputFiles.read(BootOptions.moduleFile(module), "module")));
        }
        return new PcConfig.Kernel(
                new BootFile(path.toString(), content), boot.append == null ? "" : boot.append, modules);
    }
}
