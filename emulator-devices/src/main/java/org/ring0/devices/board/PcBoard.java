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
import org.ring0.core.snapshot.Fact;
import org.ring0.core.snapshot.Snapshot;
import org.ring0.core.snapshot.SnapshotException;
import org.ring0.core.time.ClockDomain;
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
import org.ring0.devices.input.Ps2Keyboard;
import org.ring0.devices.input.Ps2Mouse;
import org.ring0.devices.interrupt.IoApic;
import org.ring0.devices.platform.FwCfg;
import org.ring0.devices.serial.Uart16550;
import org.ring0.devices.storage.floppy.FloppyDrive;
import org.ring0.devices.storage.image.FrozenMedium;
import org.ring0.devices.video.Vga;

/**
 * The wiring diagram of a PC with an i440FX, a PIIX3 and the power management of a PIIX4: which chip is at which port, on
 * which interrupt, on which clock. The chips know nothing of it.
 */
public final class PcBoard implements AutoCloseable {
    private static final int FLOPPY_DMA = 2;

    private final PcConfig config;
    private final PcDrives drives;
    private final Machine machine;
    private final PcMemoryMap.Layout layout;
    private final IoBus ports;
    private final Cpu cpu;
    private final WindowMap windows;
    private final PcIrqMap irq;
    private final List<Uart16550> serial = new ArrayList<>();
    private final List<FloppyDrive> floppies;
    private final PostCode postCode = new PostCode(CharBackend.NULL);
    private final InputWiring input;
    private final DisplayWiring display;
    private final PciWiring pci;
    private final List<ExpansionBus> cards = new ArrayList<>();
    private final IrqLine nmiButton;
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
        return new PcMemoryMap.Layout(config.memory(), config.firmware().bios().length, DisplayWiring.VIDEO_MEMORY);
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
                : Machine.around(warm, image, core, config.processor().reset());
        ports = machine.ports();
        cpu = machine.cpus().getFirst();
        PcFacts facts = FirmwareFacts.facts(config, layout, cpu.model());
        if (config.kernel() != null) {
            new KernelStarter(machine, () -> request(config.kernel(), facts)).plugIn(kind != Memory.SNAPSHOT);
        }
        windows = new WindowMap(ports, machine.memory());
        PcMemoryMap memoryMap = new PcMemoryMap(
                machine.memory(),
                kind == Memory.SNAPSHOT ? null : machine.hostMemory(),
                layout,
                config.firmware().bios(),
                config.firmware().vgaBios());
        A20Gate a20 = new A20Gate(machine.memory());
        InterruptWiring interrupts = new InterruptWiring(machine, windows);
        irq = interrupts.irq();
        nmiButton = interrupts.nmiButton();
        floppies = new FloppyWiring(machine, irq.driver(PcIrqMap.FLOPPY), dma().channel(FLOPPY_DMA), drives.floppies())
                .drives();
        timers(interrupts.ioApic());
        input = new InputWiring(machine, irq, a20);
        serialPorts(config);
        display = new DisplayWiring(machine, memoryMap, layout);
        pci = new PciWiring(machine, irq, windows, memoryMap, drives, display.function(windows));
        firmwareServices(config, facts);
        machine.add("a20", a20);
        inputs = new InputGate(machine.scheduler(), this::take);
        plugIn(config.cards());
    }

    private void plugIn(List<Card> wanted) throws PcConfigException {
        try {
            for (Card card : wanted) {
                ExpansionBus bus = new ExpansionBus(machine, irq, windows, pci.bus(), pci.isaBridge());
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

    private BootRequest request(PcConfig.Kernel kernel, PcFacts facts) {
        byte[] tables = FirmwareTables.placedAt(FirmwareStandIn.TABLES, facts);
        E820Map map = E820Map.of(layout.ramBelowHole(), layout.ramAboveFourGib());
        CpuModel model = cpu.model();
        BootTarget target = new BootTarget(map, model.name(), model.has(Feature.LM), tables);
        return new BootRequest(kernel.file(), kernel.commandLine(), kernel.modules(), target);
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

    private void timers(IoApic ioApic) {
        IrqLine clockInterrupt = high -> pci.powerManagement().clockInterrupt().set(high);
        TimerWiring timers = new TimerWiring(machine, irq, ioApic, clockInterrupt, config.start());
        List<Integer> floppyTypes = floppies.stream().map(FloppyDrive::cmosType).toList();
        timers.deliver(CmosContents.of(
                layout, floppyTypes, config.drives().ide(), config.boot().order()));
    }

    private void serialPorts(PcConfig config) {
        ClockDomain crystal = new ClockDomain(machine.clock(), Uart16550.FREQUENCY);
        for (int i = 0; i < config.serial().size(); i++) {
            int line = i % 2 == 0 ? PcIrqMap.COM1_COM3 : PcIrqMap.COM2_COM4;
            Uart16550 uart = new Uart16550(
                    crystal,
                    machine.scheduler(),
                    irq.driver(line),
                    config.serial().get(i),
                    Uart16550.Pace.AT_ONCE);
            ports.map(PcIoMap.serial(i), machine.add("com" + (i + 1), uart));
            serial.add(uart);
        }
    }

    private void firmwareServices(PcConfig config, PcFacts facts) {
        ports.map(
                PcIoMap.FW_CFG,
                machine.add("fw_cfg", new FwCfg(machine.memory(), FirmwareFacts.of(config, layout, facts))));
        ports.map(PcIoMap.FIRMWARE_LOG, new DebugConsole(config.debug().firmwareLog()));
        ports.map(PcIoMap.DEBUG_CONSOLE, new DebugConsole(config.debug().console()));
        ports.map(PcIoMap.DEBUG_EXIT, new DebugExit(machine.control()));
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
            case PcInput.KeyMoved(var event) -> keyboard().key(event);
            case PcInput.SerialBytes(int line, byte[] bytes) -> serial.get(line).receive(bytes);
            case PcInput.MouseMoved(int right, int up, int wheel) -> mouse().move(right, up, wheel);
            case PcInput.MouseButtons(int held) -> mouse().setButtons(held);
            case PcInput.PowerButton() -> powerManagement().pressPowerButton();
            case PcInput.ResetButton() -> machine.reset();
            case PcInput.NmiButton() -> nmiButton.pulse();
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
        return display.vga();
    }

    public Ps2Keyboard keyboard() {
        return input.keyboard();
    }

    public Ps2Mouse mouse() {
        return input.mouse();
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
        return pci.powerManagement();
    }

    @Override
    public void close() {
        machine.close();
    }
}
