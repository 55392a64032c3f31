package org.ring0.embed;

import static org.ring0.embed.Arguments.given;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.ring0.core.cpu.translator.MemoryAccess;
import org.ring0.core.cpu.translator.TranslationTrace;
import org.ring0.core.device.BlockBackend;
import org.ring0.core.device.CharBackend;
import org.ring0.core.snapshot.Snapshot;
import org.ring0.core.snapshot.SnapshotException;
import org.ring0.core.snapshot.file.SnapshotFile;
import org.ring0.devices.board.BootDevice;
import org.ring0.devices.board.Card;
import org.ring0.devices.board.PcBoard;
import org.ring0.devices.board.PcConfig;
import org.ring0.devices.board.boot.BootFile;
import org.ring0.devices.storage.image.Access;
import org.ring0.devices.storage.image.MemoryBackend;
import org.ring0.devices.video.Frame;
import org.ring0.firmware.Firmware;

/**
 * What a machine is to be. Nothing is read or opened before {@link #build()} or {@link #plan()}; several machines can be built
 * from one builder, each with its own state. What cannot be had is a {@link VmException} with one sentence.
 */
public final class VmBuilder implements Cloneable {
    private static final long MAX_FREQUENCY = 4_000_000_000L;

    long memory = PcConfig.DEFAULT_MEMORY;
    long frequency = PcConfig.DEFAULT_FREQUENCY;
    LocalDateTime start = PcConfig.DEFAULT_START;
    long seed;
    String cpu = "x86-64-v2";
    EngineChoice engine = EngineChoice.TRANSLATOR;
    TranslationTrace trace = TranslationTrace.NONE;
    Supplier<byte[]> bios;
    Supplier<byte[]> vgaBios;
    Supplier<BootFile> kernel;
    Supplier<BootFile> symbols;
    boolean branches;
    String commandLine;
    List<Supplier<BootFile>> modules = new ArrayList<>();
    List<Medium.InFile> images = new ArrayList<>();
    List<Medium> floppies = new ArrayList<>();
    List<Medium> disks = new ArrayList<>();
    List<Medium> cdroms = new ArrayList<>();
    List<BootDevice> order = new ArrayList<>();
    boolean bootMenu;
    List<CharBackend> serial = new ArrayList<>(Collections.nCopies(PcConfig.MAX_SERIAL, CharBackend.NULL));
    CharBackend debugConsole = CharBackend.NULL;
    CharBackend firmwareLog = CharBackend.NULL;
    boolean stopOnReset;
    boolean paced;
    boolean forForks;
    Path snapshotFile;
    Consumer<String> notes = note -> {};
    List<Card> expansions = new ArrayList<>();
    List<Pattern> forbidden = new ArrayList<>();
    Hypercall hypercall;
    Consumer<Frame> display;
    Duration displayInterval;
    Snapshot snapshot;
    Path record;
    Path replay;
    private MemoryAccess memoryAccess;

    VmBuilder() {}

    /** Bytes of RAM, whole mebibytes. Default: 128 MiB. */
    public VmBuilder memory(long bytes) {
        memory = bytes;
        return this;
    }

    /** RAM as {@code 64M} or {@code 1G}. */
    public VmBuilder memory(String size) {
        given(size, "size");
        return memory(ByteSize.parse(size));
    }

    /** The CPU's model by name, as {@code --cpu help} lists them. Default: x86-64-v2. */
    public VmBuilder cpu(String model) {
        given(model, "CPU model");
        cpu = model;
        return this;
    }

    /** How code is executed. Default: the translator. */
    public VmBuilder engine(EngineChoice choice) {
        given(choice, "engine");
        engine = choice;
        return this;
    }

    /** How translated code reaches RAM. Default: the fastest way that the JVM allows. */
    public VmBuilder memoryAccess(MemoryAccess access) {
        given(access, "memory access");
        memoryAccess = access;
        return this;
    }

    /** Is shown what is translated. */
    public VmBuilder trace(TranslationTrace to) {
        given(to, "trace");
        trace = to;
        return this;
    }

    /** Instructions a second of guest time, 1 Hz to 4 GHz. Default: 1 GHz. */
    public VmBuilder frequency(long hertz) {
        if (hertz < 1 || hertz > MAX_FREQUENCY) {
            throw new IllegalArgumentException("a frequency is 1 to %d Hz, not %d".formatted(MAX_FREQUENCY, hertz));
        }
        frequency = hertz;
        return this;
    }

    /** From what RDRAND and RDSEED draw their numbers: the same ones from the same seed. Default: 0. */
    public VmBuilder seed(long value) {
        seed = value;
        return this;
    }

    /** The date that the real-time clock shows at power-on. Default: always the same one. */
    public VmBuilder start(LocalDateTime date) {
        given(date, "date");
        start = date;
        return this;
    }

    /** Whether an idle guest waits for the host's clock, as people want it. Default: idle time is skipped. */
    public VmBuilder paced(boolean on) {
        paced = on;
        return this;
    }

    /** Whether a reset by the guest ends a run. Default: the machine starts again. */
    public VmBuilder stopOnReset(boolean on) {
        stopOnReset = on;
        return this;
    }

    /** A system BIOS other than the built-in one. */
    public VmBuilder bios(Path file) {
        given(file, "BIOS");
        bios = () -> InputFiles.read(file, "BIOS");
        return this;
    }

    /** A system BIOS other than the built-in one. */
    public VmBuilder bios(byte[] image) {
        given(image, "BIOS");
        bios = () -> image;
        return this;
    }

    /** A video BIOS other than the built-in one. */
    public VmBuilder vgaBios(Path file) {
        given(file, "video BIOS");
        vgaBios = () -> InputFiles.read(file, "VGA BIOS");
        return this;
    }

    /** A video BIOS other than the built-in one. */
    public VmBuilder vgaBios(byte[] image) {
        given(image, "video BIOS");
        vgaBios = () -> image;
        return this;
    }

    /** Starts this kernel (Linux, Multiboot, PVH or plain ELF) without firmware. */
    public VmBuilder kernel(Path file) {
        given(file, "kernel");
        kernel = () -> MachinePlan.kernel(file);
        return this;
    }

    /** Starts this kernel without firmware; {@code name} is what error sentences call it. */
    public VmBuilder kernel(String name, byte[] content) {
        given(content, "kernel");
        kernel = () -> new BootFile(name, content);
        return this;
    }

    /**
     * Names the guest's addresses after an ELF file with symbols, and DWARF lines and call frame information if it has them, or
     * after a map such as Linux's System.map. Default: the kernel's own, if that is an ELF file.
     */
    public VmBuilder symbols(Path file) {
        given(file, "file with symbols");
        symbols = () -> new BootFile(file.toString(), InputFiles.read(file, "file with the symbols"));
        return this;
    }

    /** As {@link #symbols(Path)}; {@code name} is what error sentences call it. */
    public VmBuilder symbols(String name, byte[] content) {
        given(content, "file with symbols");
        symbols = () -> new BootFile(name, content);
        return this;
    }

    /** Whether the branches taken last are known to an autopsy; everything is interpreted then. Default: no. */
    public VmBuilder recordBranches(boolean on) {
        branches = on;
        return this;
    }

    /** The kernel's command line. */
    public VmBuilder commandLine(String text) {
        given(text, "command line");
        commandLine = text;
        return this;
    }

    /** A RAM disk for Linux, a module for a Multiboot kernel. */
    public VmBuilder initrd(Path file) {
        given(file, "RAM disk");
        return module(file, file.toString());
    }

    /** A module; {@code text} is the string that a Multiboot kernel gets with it. */
    public VmBuilder module(Path file, String text) {
        given(file, "module");
        modules.add(() -> new BootFile(text, InputFiles.read(file, "module")));
        return this;
    }

    /** A RAM disk or a module, from memory. */
    public VmBuilder module(String text, byte[] content) {
        given(content, "module");
        modules.add(() -> new BootFile(text, content));
        return this;
    }

    /** A floppy, hard-disk or CD image or a kernel, recognised by its content. */
    public VmBuilder image(Path file) {
        return image(file, null);
    }

    /** As {@link #image(Path)}; {@code access} null: as much as the file allows. */
    public VmBuilder image(Path file, Access access) {
        given(file, "image");
        images.add(new Medium.InFile(file, access));
        return this;
    }

    /** A floppy image for A:, then B:; {@code access} null: as much as the file allows. */
    public VmBuilder floppy(Path file, Access access) {
        given(file, "floppy");
        floppies.add(new Medium.InFile(file, access));
        return this;
    }

    /** A floppy in memory, which stays as it is: what the guest writes is the machine's own. */
    public VmBuilder floppy(byte[] image) {
        given(image, "floppy");
        floppies.add(new Medium.InMemory(image));
        return this;
    }

    /** A floppy of the program's own. */
    public VmBuilder floppy(BlockBackend backend) {
        given(backend, "floppy");
        floppies.add(new Medium.Own(backend));
        return this;
    }

    /** A hard disk; {@code access} null: as much as the file allows. */
    public VmBuilder disk(Path file, Access access) {
        given(file, "disk");
        disks.add(new Medium.InFile(file, access));
        return this;
    }

    /** A hard disk in memory, which stays as it is: what the guest writes is the machine's own. */
    public VmBuilder disk(byte[] image) {
        given(image, "disk");
        disks.add(new Medium.InMemory(image));
        return this;
    }

    /** A hard disk of the program's own. */
    public VmBuilder disk(BlockBackend backend) {
        given(backend, "disk");
        disks.add(new Medium.Own(backend));
        return this;
    }

    /** A CD. */
    public VmBuilder cdrom(Path file) {
        given(file, "CD");
        cdroms.add(new Medium.InFile(file, Access.READ_ONLY));
        return this;
    }

    /** A CD in memory. */
    public VmBuilder cdrom(byte[] image) {
        given(image, "CD");
        cdroms.add(new Medium.InMemory(image));
        return this;
    }

    /** The built-in demo in drive A:. */
    public VmBuilder demo() {
        return floppy(new MemoryBackend(Firmware.demoDisk(), false));
    }

    /** What firmware boots from, in order. Default: images' own, then floppy, disk, CD. */
    public VmBuilder boot(BootDevice... devices) {
        for (BootDevice device : given(devices, "boot device")) {
            given(device, "boot device");
        }
        order.addAll(Arrays.asList(devices));
        return this;
    }

    /** Whether firmware offers its boot menu and waits for a key. */
    public VmBuilder bootMenu(boolean on) {
        bootMenu = on;
        return this;
    }

    /** Where the bytes of a serial line go besides {@link Vm#serial(int)}; {@code line} is 0 for COM1 to 3 for COM4. */
    public VmBuilder serial(int line, CharBackend to) {
        serial.set(Arguments.line(line), given(to, "back end"));
        return this;
    }

    /** Where what is written to the debug port E9h goes. */
    public VmBuilder debugConsole(CharBackend to) {
        given(to, "back end");
        debugConsole = to;
        return this;
    }

    /** Where SeaBIOS's log (port 402h) goes. */
    public VmBuilder firmwareLog(CharBackend to) {
        given(to, "back end");
        firmwareLog = to;
        return this;
    }

    /** Shows the picture on the screen every so often in guest time, on the thread that runs the machine. */
    public VmBuilder display(Duration interval, Consumer<Frame> to) {
        if (Arguments.time(interval).isZero()) {
            throw new IllegalArgumentException("a picture needs some time, not none");
        }
        given(to, "display");
        displayInterval = interval;
        display = to;
        return this;
    }

    /** Plugs in devices of the program's own. */
    public VmBuilder expansion(Card card) {
        given(card, "card");
        expansions.add(card);
        return this;
    }

    /** Serves what the guest asks for at {@link Hypercall#PORT}. */
    public VmBuilder hypercalls(Hypercall served) {
        given(served, "handler of hypercalls");
        hypercall = served;
        return this;
    }

    /** Ends a run with {@code ForbiddenOutput} when a line of the text screen or COM1 shows this. */
    public VmBuilder failOn(String regex) {
        forbidden.add(Arguments.pattern(regex));
        return this;
    }

    /** Whether many snapshots and forks will be made of the machine: the first one costs no copy of its memory then. */
    public VmBuilder forForks(boolean on) {
        forForks = on;
        return this;
    }

    /** Goes on from a snapshot in a file, which was taken of such a machine, with the same images in its drives. */
    public VmBuilder from(Path file) {
        given(file, "snapshot");
        snapshotFile = file;
        return this;
    }

    /**
     * Records what the machine takes from outside: keyboard, mouse, serial lines, buttons. The file is whole when the machine is
     * closed. It does not hold what is in the drives, which must be the same for a replay, nor what else the program does to the
     * machine. Forks are not recorded.
     */
    public VmBuilder record(Path file) {
        given(file, "recording");
        record = file;
        return this;
    }

    /**
     * Has the machine take its inputs from a recording of one that was equal, and no others. Its run ends with {@code Replayed}
     * if it came to the same state, and with {@code ReplayDiffers} if it went another way.
     */
    public VmBuilder replay(Path recording) {
        given(recording, "recording");
        replay = recording;
        return this;
    }

    PcBoard prepared(PcBoard board) {
        board.machine().setStopOnReset(stopOnReset);
        board.machine().setPaced(paced);
        board.machine().cpus().forEach(cpu -> cpu.recordBranches(branches));
        return board;
    }

    /** Takes sentences that a user may want to know, such as that a disk's changes stay in memory. */
    public VmBuilder notes(Consumer<String> to) {
        given(to, "receiver of notes");
        notes = to;
        return this;
    }

    /**
     * Has the machine go on from a snapshot of one that was equal. What the guest writes to its drives stays in memory.
     *
     * @param saved open until the machine is built
     */
    public VmBuilder from(Snapshot saved) {
        given(saved, "snapshot");
        snapshot = saved;
        return this;
    }

    MemoryAccess access() {
        return memoryAccess == null ? MemoryAccess.best() : memoryAccess;
    }

    /**
     * Reads every file and opens every image, for whoever wires machines up alone.
     *
     * @throws VmException if something cannot be had
     */
    public MachinePlan plan() {
        return new MachinePlan(copy());
    }

    /** What is changed here later on is none of the business of a machine that is built already, and of its forks. */
    private VmBuilder copy() {
        try {
            VmBuilder copy = (VmBuilder) clone();
            copy.modules = new ArrayList<>(modules);
            copy.images = new ArrayList<>(images);
            copy.floppies = new ArrayList<>(floppies);
            copy.disks = new ArrayList<>(disks);
            copy.cdroms = new ArrayList<>(cdroms);
            copy.order = new ArrayList<>(order);
            copy.serial = new ArrayList<>(serial);
            copy.expansions = new ArrayList<>(expansions);
            copy.forbidden = new ArrayList<>(forbidden);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    private Vm startFrom(MachinePlan plan) {
        try (Snapshot from = SnapshotFile.load(snapshotFile)) {
            return plan.start(from);
        } catch (SnapshotException e) {
            throw new VmException(e.getMessage(), e);
        }
    }

    /**
     * A machine at its reset or where its snapshot was taken, not running.
     *
     * @throws VmException if there can be no such machine
     */
    public Vm build() {
        Vm vm;
        try (MachinePlan plan = plan()) {
            vm = snapshotFile == null ? plan.start(null) : startFrom(plan);
        }
        try {
            vm.put(tape(vm.board()));
            return vm;
        } catch (RuntimeException e) {
            vm.close();
            throw e;
        }
    }

    private Tape tape(PcBoard board) {
        if (record != null && replay != null) {
            throw new VmException("a replay is not recorded");
        }
        return record != null
                ? Tape.record(board, record)
                : replay != null ? Tape.replay(board, replay) : Tape.none(board);
    }
}
