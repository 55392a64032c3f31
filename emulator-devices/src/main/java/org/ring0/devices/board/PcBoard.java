package org.ring0.devices.board;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.model.CpuModel;
import org.ring0.core.cpu.model.Feature;
import org.ring0.core.device.CharBackend;
import org.ring0.core.io.IoBus;
import org.ring0.core.irq.IrqLine;
import org.ring0.core.machine.Machine;
import org.ring0.core.machine.WarmCores;
import org.ring0.core.memory.FrozenMemory;
import org.ring0.core.memory.HostMemory;
import org.ring0.core.memory.MemoryImage;
import org.ring0.core.memory.Region;
import org.ring0.core.snapshot.Fact;
import org.ring0.core.snapshot.Snapshot;
import org.ring0.core.snapshot.SnapshotException;
import org.ring0.core.time.ClockDomain;
import org.ring0.core.time.Scheduler;
import org.ring0.devices.acpi.Piix4PowerManagement;
import org.ring0.devices.board.boot.BootException;
import org.ring0.devices.board.boot.BootRequest;
import org.ring0.devices.board.boot.BootTarget;
import org.ring0.devices.board.boot.E820Map;
import org.ring0.devices.board.boot.FirmwareStandIn;
import org.ring0.devices.board.gate.InputGate;
import org.ring0.devices.board.gate.PcInput;
import org.ring0.devices.board.tables.FirmwareTables;
import org.ring0.devices.board.tables.PcFacts;
import org.ring0.devices.debug.DebugConsole;
import org.ring0.devices.debug.DebugExit;
import org.ring0.devices.debug.PostCode;
import org.ring0.devices.dma.DmaPageRegisters;
import org.ring0.devices.dma.I8237Dma;
import org.ring0.devices.input.I8042;
import org.ring0.devices.input.Ps2Keyboard;
import org.ring0.devices.input.Ps2Mouse;
import org.ring0.devices.interrupt.IoApic;
import org.ring0.devices.pci.BochsVgaFunction;
import org.ring0.devices.pci.I440fxHostBridge;
import org.ring0.devices.pci.PciBus;
import org.ring0.devices.pci.PciConfigurationPorts;
import org.ring0.devices.pci.Piix3IdeFunction;
import org.ring0.devices.pci.Piix3IsaBridge;
import org.ring0.devices.platform.CoprocessorError;
import org.ring0.devices.platform.FwCfg;
import org.ring0.devices.platform.SystemControlPortA;
import org.ring0.devices.serial.Uart16550;
import org.ring0.devices.storage.floppy.FloppyDrive;
import org.ring0.devices.storage.ide.BusMasterIde;
import org.ring0.devices.storage.image.FrozenMedium;
import org.ring0.devices.timer.Hpet;
import org.ring0.devices.timer.I8254Pit;
import org.ring0.devices.timer.Mc146818Rtc;
import org.ring0.devices.timer.SystemControlPortB;
import org.ring0.devices.video.Vga;
import org.ring0.devices.video.VideoMemory;

/**
 * The wiring diagram of a PC with an i440FX, a PIIX3 and the power management of a PIIX4: which chip is at which port, on
 * which interrupt, on which clock. The chips know nothing of it.
 */
public final class PcBoard implements AutoCloseable {
    private static final int VIDEO_MEMORY = 16 << 20;
    private static final int DISPLAY_REGISTERS = 0x1000;
    private static final int VGA_ROM = 0x1_0000;
    private static final int MICROSECONDS = 1_000_000;
    private static final int BUS_MASTER_PORTS = 16;
    private static final int FLOPPY_DMA = 2;

    private final PcConfig config;
    private final PcDrives drives;
    private final Machine machine;
    private final PcMemoryMap memoryMap;
    private final PcMemoryMap.Layout layout;
    private final IoBus ports;
    private final Scheduler scheduler;
    private final Cpu cpu;
    private final WindowMap windows;
    private final PcIrqMap irq;
    private IoApic ioApic;
    private final A20Gate a20;
    private final PciBus pci = new PciBus();
    private final List<Uart16550> serial = new ArrayList<>();
    private final Vga vga;
    private final List<FloppyDrive> floppies;
    private final PostCode postCode = new PostCode(CharBackend.NULL);
    private Ps2Keyboard keyboard;
    private Ps2Mouse mouse;
    private Piix4PowerManagement powerManagement;
    private Piix3IsaBridge isaBridge;
    private final List<ExpansionBus> cards = new ArrayList<>();
    private final InputGate inputs;

    /** Where the host memory comes from. */
    private enum Memory {
        FRESH,
        SHAREABLE,
        SNAPSHOT
    }

    /**
     * Builds a PC and resets it. The machine must be closed; so are the drives' images and other resources then.
     *
     * @throws PcConfigException if there can be no such machine
     * @throws BootException if the kernel to be started is damaged or does not fit
     */
    public PcBoard(PcConfig config) throws PcConfigException, BootException {
        this(config, config.drives(), Memory.FRESH, null, null);
        machine.reset();
    }

    /** As the constructor, a PC of which many snapshots and forks will be made: the first one costs no copy of memory. */
    public static PcBoard forForks(PcConfig config) throws PcConfigException, BootException {
        PcBoard board = new PcBoard(config, config.drives(), Memory.SHAREABLE, null, null);
        board.machine.reset();
        return board;
    }

    /**
     * Builds a PC that goes on from a snapshot. What it writes to its drives stays in memory.
     *
     * @param config the same machine, its drives with the images that they had; what is outside of the machine (serial
     *     lines, debug ports, engine) may be another one
     * @param snapshot may be closed afterwards
     * @throws SnapshotException if the snapshot is of another machine or damaged
     */
    public static PcBoard of(PcConfig config, Snapshot snapshot)
            throws PcConfigException, BootException, SnapshotException {
        return of(config, snapshot, null);
    }

    /**
     * As {@link #of(PcConfig, Snapshot)}, of a configuration with the same processor as all machines of {@code warm}.
     *
     * @param warm what is left of PCs like this one, or null; gets back what this one leaves
     */
    public static PcBoard of(PcConfig config, Snapshot snapshot, WarmCores warm)
            throws PcConfigException, BootException, SnapshotException {
        config.check();
        String cpu = snapshot.facts().stream()
                .filter(fact -> fact.name().equals(BoardFacts.CPU))
                .map(Fact::value)
                .findFirst()
                .orElse("");
        Fact.check(snapshot.facts(), BoardFacts.of(config, cpu));
        if (snapshot.memory().length() != layout(config).size()) {
            throw new SnapshotException("the snapshot is damaged: its memory has another size");
        }
        PcDrives drives = SnapshotDrives.restored(config.drives(), snapshot);
        PcBoard board = new PcBoard(config, drives, Memory.SNAPSHOT, snapshot.memory(), warm);
        boolean done = false;
        try {
            Fact.check(snapshot.facts(), BoardFacts.of(config, board.cpu.model().name()));
            board.machine.restore(snapshot.states());
            done = true;
            return board;
        } finally {
            if (!done) {
                board.close();
            }
        }
    }

    private static PcMemoryMap.Layout layout(PcConfig config) {
        return new PcMemoryMap.Layout(config.memory(), config.firmware().bios().length, VIDEO_MEMORY);
    }

    private static HostMemory memory(Memory kind, long size, MemoryImage image) {
        return switch (kind) {
            case FRESH -> new HostMemory(size);
            case SHAREABLE -> HostMemory.shareable(size);
            case SNAPSHOT -> HostMemory.of(image);
        };
    }

    private PcBoard(PcConfig config, PcDrives plugged, Memory kind, MemoryImage image, WarmCores warm)
            throws PcConfigException, BootException {
        config.check();
        this.config = config;
        drives = SnapshotDrives.shared(plugged);
        layout = layout(config);
        Supplier<Machine.Core> core = () -> new Machine.Core(
                config.frequency(),
                memory(kind, layout.size(), image),
                config.processor().engine(),
                config.processor().reset());
        machine = warm == null
                ? new Machine(core.get())
                : Machine.around(warm, core, config.processor().reset());
        ports = machine.ports();
        scheduler = machine.scheduler();
        cpu = machine.cpus().getFirst();
        PcFacts facts = FirmwareFacts.facts(config, layout, cpu.model());
        start(config, facts, kind != Memory.SNAPSHOT);
        windows = new WindowMap(ports, machine.memory());
        memoryMap = new PcMemoryMap(
                machine.memory(),
                kind == Memory.SNAPSHOT ? null : machine.hostMemory(),
                layout,
                config.firmware().bios(),
                config.firmware().vgaBios());
        a20 = new A20Gate(machine.memory());
        irq = interrupts();
        floppies = new FloppyWiring(machine, irq.driver(PcIrqMap.FLOPPY), dma().channel(FLOPPY_DMA), drives.floppies())
                .drives();
        timers(config);
        input();
        serialPorts(config);
        vga = display();
        pciFunctions(config);
        firmwareServices(config, facts);
        machine.add("a20", a20);
        inputs = new InputGate(scheduler, this::take);
        plugIn(config.cards());
    }

    private void plugIn(List<Card> wanted) throws PcConfigException {
        try {
            for (Card card : wanted) {
                ExpansionBus bus = new ExpansionBus(machine, irq, windows, pci, isaBridge);
                card.plugInto(bus);
                cards.add(bus);
            }
        } catch (IllegalStateException | IllegalArgumentException e) {
            machine.close();
            throw new PcConfigException("a device cannot be plugged in: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            machine.close();
            throw e;
        }
    }

    /**
     * Plans how the kernel is started, if there is one, before anything else has been opened that would need closing.
     *
     * @param atOnce before the first reset; a PC from a snapshot, where the same kernel was started once, plans only when its
     *     guest resets it, since to decompress a kernel takes longer than to fork a machine
     */
    private void start(PcConfig config, PcFacts facts, boolean atOnce) throws BootException {
        PcConfig.Kernel kernel = config.kernel();
        if (kernel == null) {
            return;
        }
        KernelStarter starter = new KernelStarter(machine, () -> request(kernel, facts));
        if (atOnce) {
            try {
                starter.prepare();
            } catch (BootException e) {
                machine.close();
                throw e;
            }
        }
        machine.afterReset(starter);
    }

    private BootRequest request(PcConfig.Kernel kernel, PcFacts facts) {
        byte[] tables = FirmwareTables.placedAt(FirmwareStandIn.TABLES, facts);
        E820Map map = E820Map.of(layout.ramBelowHole(), layout.ramAboveFourGib());
        CpuModel model = cpu.model();
        BootTarget target = new BootTarget(map, model.name(), model.has(Feature.LM), tables);
        return new BootRequest(kernel.file(), kernel.commandLine(), kernel.modules(), target);
    }

    private PcIrqMap interrupts() {
        InterruptWiring controllers = new InterruptWiring(machine, windows);
        ioApic = controllers.ioApic();
        PcIrqMap map = new PcIrqMap(controllers::input);
        CoprocessorError coprocessor =
                machine.add("coprocessor", new CoprocessorError(map.driver(PcIrqMap.COPROCESSOR), cpu.ignne()));
        cpu.connectFerr(coprocessor.ferr());
        ports.map(PcIoMap.COPROCESSOR, coprocessor);
        return map;
    }

    /** Both DMA controllers; the lower one, whose channels are those of a PC/XT, is the one that devices here use. */
    private I8237Dma dma() {
        DmaPageRegisters pages = machine.add("dma-pages", new DmaPageRegisters(postCode));
        I8237Dma low = new I8237Dma(I8237Dma.Width.BYTE, machine.memory(), pages::page);
        I8237Dma high = new I8237Dma(I8237Dma.Width.WORD, machine.memory(), channel -> pages.page(channel + 4));
        ports.map(PcIoMap.DMA_PAGES, pages);
        ports.map(PcIoMap.DMA_1, machine.add("dma1", low));
        ports.map(PcIoMap.DMA_2, machine.add("dma2", high));
        return low;
    }

    private void timers(PcConfig config) {
        ClockDomain timerClock = clock(I8254Pit.FREQUENCY);
        SwitchedLine timer = new SwitchedLine(irq.driver(PcIrqMap.TIMER));
        SwitchedLine alarm = new SwitchedLine(irq.driver(PcIrqMap.RTC));
        I8254Pit pit = machine.add("pit", new I8254Pit(timerClock, scheduler, timer.usual()));
        ports.map(PcIoMap.PIT, pit);
        ports.map(
                PcIoMap.SYSTEM_CONTROL_B,
                machine.add("port61", new SystemControlPortB(pit.gate2(), pit::out2, timerClock)));
        IrqLine clockInterrupt = high -> {
            alarm.usual().set(high);
            powerManagement.clockInterrupt().set(high);
        };
        Mc146818Rtc rtc = machine.add(
                "rtc",
                new Mc146818Rtc(
                        clock(Mc146818Rtc.FREQUENCY),
                        scheduler,
                        clockInterrupt,
                        IrqLine.unconnected(),
                        config.start()));
        List<Integer> floppyTypes = floppies.stream().map(FloppyDrive::cmosType).toList();
        byte[] cmos = CmosContents.of(
                layout, floppyTypes, config.drives().ide(), config.boot().order());
        for (int i = CmosContents.FIRST; i < cmos.length; i++) {
            if (i != CmosContents.CENTURY) {
                rtc.setCmos(i, cmos[i]);
            }
        }
        ports.map(PcIoMap.RTC, rtc);
        eventTimers(timer, alarm);
    }

    /** In legacy replacement mode they take the places of the timer and the clock. */
    private void eventTimers(SwitchedLine timer, SwitchedLine alarm) {
        IrqLine[] inputs = new IrqLine[32];
        for (int i = 0; i < IoApic.INPUTS; i++) {
            if (Hpet.canReach(i)) {
                inputs[i] = i < PcIrqMap.COUNT ? irq.driver(i) : ioApic.input(i);
            }
        }
        IrqLine legacyMode = high -> {
            timer.select(high);
            alarm.select(high);
        };
        Hpet.Wiring wiring = new Hpet.Wiring(inputs, timer.replacement(), alarm.replacement(), legacyMode);
        Hpet hpet = machine.add("hpet", new Hpet(clock(Hpet.FREQUENCY), scheduler, wiring));
        machine.memory().map(Region.mmio(PcMemoryMap.HPET, Hpet.SIZE, hpet));
    }

    private void input() {
        ClockDomain microseconds = clock(MICROSECONDS);
        keyboard = machine.add("keyboard", new Ps2Keyboard(microseconds, scheduler));
        mouse = machine.add("mouse", new Ps2Mouse(microseconds, scheduler));
        I8042.Wires wires = new I8042.Wires(
                irq.driver(PcIrqMap.KEYBOARD), irq.driver(PcIrqMap.MOUSE), a20.input(), machine.control());
        I8042 controller = machine.add("8042", new I8042(microseconds, scheduler, wires, keyboard, mouse));
        ports.map(
                PcIoMap.SYSTEM_CONTROL_A,
                machine.add("port92", new SystemControlPortA(a20.input(), machine.control())));
        ports.map(PcIoMap.KEYBOARD_DATA, controller.data());
        ports.map(PcIoMap.KEYBOARD_COMMAND, controller.command());
    }

    private void serialPorts(PcConfig config) {
        ClockDomain crystal = clock(Uart16550.FREQUENCY);
        for (int i = 0; i < config.serial().size(); i++) {
            int line = i % 2 == 0 ? PcIrqMap.COM1_COM3 : PcIrqMap.COM2_COM4;
            Uart16550 uart = new Uart16550(
                    crystal, scheduler, irq.driver(line), config.serial().get(i), Uart16550.Pace.AT_ONCE);
            ports.map(PcIoMap.serial(i), machine.add("com" + (i + 1), uart));
            serial.add(uart);
        }
    }

    private Vga display() {
        VideoMemory memory = new VideoMemory(machine.memory(), layout.videoBacking(), VIDEO_MEMORY);
        Vga card = machine.add("vga", new Vga(machine.clock(), memory));
        ports.map(PcIoMap.VGA, card.commonPorts());
        ports.map(PcIoMap.VGA_COLOUR, card.colourPorts());
        ports.map(PcIoMap.VGA_MONOCHROME, card.monochromePorts());
        ports.map(PcIoMap.VBE, card.dispiPorts());
        memoryMap.connectVga(card);
        return card;
    }

    private void pciFunctions(PcConfig config) {
        isaBridge = new Piix3IsaBridge(irq.drivers(), machine.control());
        I440fxHostBridge host = new I440fxHostBridge(memoryMap);
        ports.map(
                PcIoMap.PCI_CONFIGURATION,
                machine.add("pci", new PciConfigurationPorts(pci, isaBridge.resetControl())));
        pci.plug(0, 0, machine.add("host-bridge", host));
        pci.plug(1, 0, machine.add("isa-bridge", isaBridge));
        BusMasterIde busMaster = new IdeWiring(machine, irq, drives).busMaster();
        Piix3IdeFunction ide = new Piix3IdeFunction(windows.ports(BUS_MASTER_PORTS, () -> busMaster));
        pci.plug(1, 1, machine.add("ide-function", ide));
        powerManagementFunction();
        pci.plug(2, 0, machine.add("display-function", displayFunction()));
    }

    private void powerManagementFunction() {
        Piix4PowerManagement.Windows places = new Piix4PowerManagement.Windows(
                windows.ports(Piix4PowerManagement.PM_PORTS, () -> powerManagement.powerManagementPorts()),
                windows.ports(Piix4PowerManagement.SMBUS_PORTS, () -> powerManagement.smBusPorts()));
        powerManagement = machine.add(
                "power-management",
                new Piix4PowerManagement(
                        scheduler,
                        clock(Piix4PowerManagement.FREQUENCY),
                        irq.driver(PcIrqMap.SCI),
                        machine.control(),
                        places));
        ports.map(PcIoMap.APM, powerManagement.apmPorts());
        ports.map(PcIoMap.GENERAL_PURPOSE_EVENTS, powerManagement.eventPorts());
        pci.plug(1, 3, powerManagement);
    }

    private BochsVgaFunction displayFunction() {
        var registers = vga.registerBar();
        return new BochsVgaFunction(
                new BochsVgaFunction.Window(
                        VIDEO_MEMORY, windows.memory(base -> Region.ram(base, VIDEO_MEMORY, layout.videoBacking()))),
                new BochsVgaFunction.Window(
                        DISPLAY_REGISTERS, windows.memory(base -> Region.mmio(base, DISPLAY_REGISTERS, registers))),
                new BochsVgaFunction.Window(
                        VGA_ROM, windows.memory(base -> Region.rom(base, VGA_ROM, layout.vgaRomBacking()))));
    }

    private void firmwareServices(PcConfig config, PcFacts facts) {
        ports.map(
                PcIoMap.FW_CFG,
                machine.add("fw_cfg", new FwCfg(machine.memory(), FirmwareFacts.of(config, layout, facts))));
        ports.map(PcIoMap.FIRMWARE_LOG, new DebugConsole(config.debug().firmwareLog()));
        ports.map(PcIoMap.DEBUG_CONSOLE, new DebugConsole(config.debug().console()));
        ports.map(PcIoMap.DEBUG_EXIT, new DebugExit(machine.control()));
    }

    private ClockDomain clock(long frequency) {
        return new ClockDomain(machine.clock(), frequency);
    }

    public Machine machine() {
        return machine;
    }

    /** What it was built of. */
    public PcConfig config() {
        return config;
    }

    /**
     * Keeps the PC as it is, between two runs. It and others, by {@link #of}, go on from there and share memory and media
     * until they write to them.
     *
     * @return to be closed; the PCs that were made of it go on
     * @throws IllegalStateException if it has a card that a snapshot does not know how to save
     */
    public Snapshot snapshot() {
        checkCards();
        FrozenMemory memory = machine.hostMemory().freeze();
        List<FrozenMedium> media = SnapshotDrives.freeze(drives);
        List<AutoCloseable> resources = new ArrayList<>(media);
        resources.add(memory);
        return snapshot(memory, media, resources);
    }

    /**
     * The PC as it is, for a snapshot's file: without a copy, and good only until the PC runs on.
     *
     * @return to be closed
     * @throws IllegalStateException if it has a card that a snapshot does not know how to save
     */
    public Snapshot view() {
        checkCards();
        List<FrozenMedium> media = SnapshotDrives.freeze(drives);
        return snapshot(machine.hostMemory(), media, media);
    }

    private void checkCards() {
        for (ExpansionBus card : cards) {
            if (card.uncarried().isPresent()) {
                throw new IllegalStateException("the machine cannot be saved: the card "
                        + card.uncarried().get()
                        + " has not added its state (ExpansionBus.add), nor said that it has none (stateless)");
            }
        }
    }

    private Snapshot snapshot(MemoryImage memory, List<FrozenMedium> media, List<? extends AutoCloseable> resources) {
        return new Snapshot(facts(), List.of(), machine.save(), memory, new ArrayList<>(media), () -> {
            for (AutoCloseable resource : resources) {
                resource.close();
            }
        });
    }

    private void take(PcInput input) {
        switch (input) {
            case PcInput.KeyMoved(var event) -> keyboard.key(event);
            case PcInput.SerialBytes(int line, byte[] bytes) -> serial.get(line).receive(bytes);
            case PcInput.MouseMoved(int right, int up, int wheel) -> mouse.move(right, up, wheel);
            case PcInput.MouseButtons(int held) -> mouse.setButtons(held);
            case PcInput.PowerButton() -> powerManagement.pressPowerButton();
            case PcInput.ResetButton() -> machine.reset();
        }
    }

    /** Where keys, serial bytes and so on come in, on the machine's own thread. */
    public InputGate inputs() {
        return inputs;
    }

    /** What PC it is, in words, as snapshots of it say. */
    public List<Fact> facts() {
        return BoardFacts.of(config, cpu.model().name());
    }

    public Vga vga() {
        return vga;
    }

    public Ps2Keyboard keyboard() {
        return keyboard;
    }

    public Ps2Mouse mouse() {
        return mouse;
    }

    /** COM1 and so on, as many as were configured. */
    public List<Uart16550> serial() {
        return List.copyOf(serial);
    }

    /** A: and B:, as many as were configured. */
    public List<FloppyDrive> floppies() {
        return floppies;
    }

    /** The last code that firmware wrote to port 80h. */
    public PostCode postCode() {
        return postCode;
    }

    public Piix4PowerManagement powerManagement() {
        return powerManagement;
    }

    @Override
    public void close() {
        machine.close();
    }
}
