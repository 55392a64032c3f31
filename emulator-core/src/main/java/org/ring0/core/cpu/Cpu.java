package org.ring0.core.cpu;

import org.ring0.core.cpu.mmu.Mmu;
import org.ring0.core.cpu.mmu.Segmentation;
import org.ring0.core.cpu.model.CpuModel;
import org.ring0.core.cpu.model.Feature;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.SavedCpu;
import org.ring0.core.io.IoBus;
import org.ring0.core.irq.InterruptSource;
import org.ring0.core.irq.IrqLine;
import org.ring0.core.irq.LocalApicPort;
import org.ring0.core.memory.AddressSpace;
import org.ring0.core.time.VirtualClock;

/** One CPU and its connections: what an instruction that works on the whole machine gets to see. */
public final class Cpu {
    private final CpuState state = new CpuState();
    private final AddressSpace memory;
    private final IoBus ports;
    private final VirtualClock clock;
    private final Mmu mmu;
    private final Segmentation segmentation;
    private CpuModel model = CpuModel.P6;
    private InterruptSource interruptSource = () -> 0xff;
    private LocalApicPort localApic;
    private IrqLine ferr = IrqLine.unconnected();
    private boolean ignne;
    private final Breakpoints breakpoints = new Breakpoints(() -> state.attention |= CpuState.ATTENTION_RECHECK);
    private InterruptObserver interruptObserver;
    private final ExceptionLog exceptions = new ExceptionLog();
    private BranchLog branches;

    public Cpu(AddressSpace memory, IoBus ports, VirtualClock clock) {
        this.memory = memory;
        this.ports = ports;
        this.clock = clock;
        this.mmu = new Mmu(state, memory, clock);
        this.segmentation = new Segmentation(state, mmu);
    }

    public CpuState state() {
        return state;
    }

    public Mmu mmu() {
        return mmu;
    }

    public Segmentation segmentation() {
        return segmentation;
    }

    public AddressSpace memory() {
        return memory;
    }

    /** What CPUID says. */
    public CpuModel model() {
        return model;
    }

    public void setModel(CpuModel newModel) {
        model = newModel;
        mmu.setModel(newModel.physicalBits(), newModel.has(Feature.PAGE1GB));
    }

    /** The interrupt controller that answers the INTA cycle. */
    public void connectInterruptSource(InterruptSource source) {
        interruptSource = source;
    }

    /** Runs the INTA cycle; the clock is exact for who answers. */
    public int acknowledgeInterrupt() {
        clock.advanceTo(state.cycle);
        return interruptSource.acknowledge();
    }

    /** The local APIC beside this CPU, whose interrupts come by the INTR pin. */
    public void connectLocalApic(LocalApicPort port) {
        localApic = port;
    }

    /** The local APIC, with the clock exact for it, or null if there is none. */
    public LocalApicPort localApic() {
        clock.advanceTo(state.cycle);
        return localApic;
    }

    /** The INTR pin: level-triggered, masked by IF. */
    public IrqLine intr() {
        return high -> {
            state.intrPin = high;
            if (high) {
                state.attention |= CpuState.ATTENTION_INTR;
            }
        };
    }

    /** The NMI pin: edge-triggered. */
    public void nmi() {
        state.attention |= CpuState.ATTENTION_NMI;
    }

    /** Whether something that is still to come may wake the CPU from HLT though its interrupts are disabled. */
    public boolean expectsNmi() {
        return !state.nmiBlocked && localApic != null && localApic.maySendNmi();
    }

    /** INIT#: takes effect after the present instruction. */
    public void init() {
        state.attention |= CpuState.ATTENTION_INIT;
    }

    /** The FERR# pin, which a PC turns into IRQ 13 while CR0.NE is clear. */
    public void connectFerr(IrqLine line) {
        ferr = line;
    }

    public IrqLine ferr() {
        return ferr;
    }

    /** The IGNNE# pin: while it is high, x87 instructions ignore a pending exception if CR0.NE is clear. */
    public IrqLine ignne() {
        return high -> ignne = high;
    }

    public boolean ignoresNumericError() {
        return ignne;
    }

    /** Reads a port; the clock is exact for the device that answers. The caller has checked IOPL and the bitmap. */
    public int readPort(int port, int size) {
        clock.advanceTo(state.cycle);
        return ports.read(port, size);
    }

    /** Writes a port; the clock is exact for the device that takes it. The caller has checked IOPL and the bitmap. */
    public void writePort(int port, int value, int size) {
        clock.advanceTo(state.cycle);
        ports.write(port, value, size);
    }

    /** Where the host wants to stop. */
    public Breakpoints breakpoints() {
        return breakpoints;
    }

    /** Takes everything off that was connected, and is as new but for its model. */
    public void disconnect() {
        interruptSource = () -> 0xff;
        localApic = null;
        ferr = IrqLine.unconnected();
        ignne = false;
        interruptObserver = null;
        branches = null;
        breakpoints.clear();
        exceptions.clear();
        SavedCpu.untouched().restore(state);
        state.intrPin = false;
        mmu.flushAll();
    }

    /** Has somebody told of every interrupt; null: nobody. */
    public void observeInterrupts(InterruptObserver observer) {
        interruptObserver = observer;
    }

    /** Who wants to know of interrupts, or null. */
    public InterruptObserver interruptObserver() {
        return interruptObserver;
    }

    /** The exceptions that were raised last. */
    public ExceptionLog exceptions() {
        return exceptions;
    }

    /** Has branches recorded from now on, or no more; the engine interprets everything meanwhile. Between runs. */
    public void recordBranches(boolean on) {
        branches = on ? new BranchLog() : null;
    }

    /** The branches that were taken last, or null if nobody wants them recorded. */
    public BranchLog branches() {
        return branches;
    }

    /** Asks the engine to return to the main loop after the present instruction. */
    public void leaveSlice() {
        state.attention |= CpuState.ATTENTION_LEAVE;
    }
}
