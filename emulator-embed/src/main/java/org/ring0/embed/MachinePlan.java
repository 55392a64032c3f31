package org.ring0.embed;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.Engine;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.model.CpuModel;
import org.ring0.core.cpu.protection.CpuReset;
import org.ring0.core.cpu.translator.MemoryAccess;
import org.ring0.core.cpu.translator.TranslationTrace;
import org.ring0.core.cpu.translator.Translator;
import org.ring0.core.debug.symbol.Symbols;
import org.ring0.core.device.CharBackend;
import org.ring0.core.snapshot.Snapshot;
import org.ring0.core.snapshot.SnapshotException;
import org.ring0.devices.board.Card;
import org.ring0.devices.board.PcBoard;
import org.ring0.devices.board.PcConfig;
import org.ring0.devices.board.PcConfigException;
import org.ring0.devices.board.PcDrives;
import org.ring0.devices.board.boot.BootException;
import org.ring0.devices.board.boot.BootFile;
import org.ring0.devices.storage.image.ImageDetector;
import org.ring0.devices.storage.image.ImageException;
import org.ring0.firmware.Firmware;

/**
 * What a builder asks for, with every file read and every image open: from it, equal machines are built, as many as somebody
 * has drives for. Images that no machine has taken over are closed with it.
 */
public final class MachinePlan implements AutoCloseable {
    /** Low, so that much is translated. */
    private static final int REPEATABLE_THRESHOLD = 100;

    private final VmBuilder wanted;
    private final Media media;
    private final CpuModel model;
    private final PcConfig common;
    private final GuestSymbols symbols;

    /** The host's ends of the machine's lines: COM1 to COM4, the debug port E9h, the firmware's log port 402h. */
    public record Lines(List<CharBackend> serial, CharBackend debugConsole, CharBackend firmwareLog) {
        /** Lines that nobody listens to. */
        public static Lines unconnected() {
            return new Lines(
                    Collections.nCopies(PcConfig.MAX_SERIAL, CharBackend.NULL), CharBackend.NULL, CharBackend.NULL);
        }
    }

    MachinePlan(VmBuilder wanted) {
        this.wanted = wanted;
        model = CpuModel.named(wanted.cpu)
                .orElseThrow(
                        () -> new VmException("there is no CPU model '" + wanted.cpu + "' (--cpu help lists them)"));
        if (wanted.access() == MemoryAccess.DIRECT && !MemoryAccess.DIRECT.isAllowed()) {
            throw new VmException("--memory-access direct needs a JVM started as the ring0 script does it");
        }
        media = Media.open(wanted);
        try {
            common = config();
            symbols = new GuestSymbols(wanted, common.kernel());
        } catch (RuntimeException e) {
            media.close();
            throw e;
        }
    }

    private PcConfig config() {
        PcConfig config = PcConfig.of(new PcConfig.Processor(this::engine, CpuReset::reset))
                .withMemory(wanted.memory)
                .withFrequency(wanted.frequency)
                .withStart(wanted.start)
                .withFirmware(
                        wanted.bios == null ? Firmware.bios() : wanted.bios.get(),
                        wanted.vgaBios == null ? Firmware.vgaBios() : wanted.vgaBios.get())
                .withBoot(media.order(), wanted.bootMenu);
        return config.withKernel(kernel());
    }

    private PcConfig.Kernel kernel() {
        BootFile file = wanted.kernel != null ? wanted.kernel.get() : kernel(media.kernel());
        if (file == null) {
            if (wanted.commandLine != null || !wanted.modules.isEmpty()) {
                throw new VmException("a command line and RAM disks (--append and --initrd) need a kernel");
            }
            return null;
        }
        List<BootFile> modules = new ArrayList<>();
        wanted.modules.forEach(module -> modules.add(module.get()));
        return new PcConfig.Kernel(file, wanted.commandLine == null ? "" : wanted.commandLine, modules);
    }

    /** A kernel from a file, which says what it is if it is none; null for no file. */
    static BootFile kernel(Path path) {
        if (path == null) {
            return null;
        }
        byte[] content = InputFiles.read(path, "kernel");
        try {
            ImageDetector.detect(path);
        } catch (ImageException e) {
            throw new VmException(e.getMessage(), e);
        }
        return new BootFile(path.toString(), content);
    }

    /** The engine that the builder chose, of one machine. */
    public Engine engine(Cpu cpu) {
        return wanted.engine == EngineChoice.INTERPRETER
                ? new Interpreter(cpu)
                : new Interpreter(cpu, new Translator(cpu, wanted.access(), wanted.trace));
    }

    /**
     * An engine that translates the same code at the same instruction in every run.
     *
     * @param shown whether what it translates is shown to whom the builder says
     */
    public Engine repeatableTranslator(Cpu cpu, boolean shown) {
        TranslationTrace to = shown ? wanted.trace : TranslationTrace.NONE;
        return new Interpreter(cpu, Translator.immediate(cpu, wanted.access(), REPEATABLE_THRESHOLD, to));
    }

    /** The drives with the images that were opened. */
    public PcDrives drives() {
        return media.drives();
    }

    /** The name of the kernel that is started, or null. */
    public String kernelName() {
        return common.kernel() == null ? null : common.kernel().file().name();
    }

    /** The names of the addresses of a machine's guest, where its kernel lies now. */
    public Symbols symbols(PcBoard board) {
        return symbols.of(board.machine());
    }

    /** What is to be done when a machine has taken the drives over: it closes them from now on. */
    public void handedOver() {
        media.handedOver();
    }

    /**
     * A machine, reset or as it was saved, and not running; the drives are closed with it.
     *
     * @throws VmException if there can be no such machine
     */
    public PcBoard build(Function<Cpu, Engine> engine, PcDrives drives, Lines lines) {
        return build(engine, drives, lines, List.of(), null);
    }

    /** As {@link #build(Function, PcDrives, Lines)}, with cards; goes on from a snapshot unless that is null. */
    private PcBoard build(Function<Cpu, Engine> engine, PcDrives drives, Lines lines, List<Card> cards, Snapshot from) {
        Function<Cpu, Engine> processor = cpu -> {
            cpu.setModel(model);
            cpu.state().random.seed(wanted.seed);
            return engine.apply(cpu);
        };
        PcConfig config = common.withProcessor(new PcConfig.Processor(processor, CpuReset::reset))
                .withDrives(drives)
                .withSerial(lines.serial())
                .withDebug(lines.debugConsole(), lines.firmwareLog())
                .withCards(cards);
        try {
            Snapshot snapshot = from != null ? from : wanted.snapshot;
            PcBoard board = snapshot != null
                    ? PcBoard.of(config, snapshot)
                    : wanted.forForks ? PcBoard.forForks(config) : new PcBoard(config);
            return wanted.prepared(board);
        } catch (PcConfigException | BootException | SnapshotException e) {
            throw new VmException(e.getMessage(), e);
        } catch (OutOfMemoryError e) {
            throw new VmException("this host has not enough memory for --memory " + (wanted.memory >> 20) + "M", e);
        }
    }

    /** A machine with the drives' images; goes on from a snapshot unless that is null. */
    Vm start(Snapshot from) {
        return new Vm(wanted, (lines, cards) -> {
            PcBoard board = build(this::engine, drives(), lines, cards, from);
            handedOver();
            return board;
        });
    }

    @Override
    public void close() {
        media.close();
    }
}
