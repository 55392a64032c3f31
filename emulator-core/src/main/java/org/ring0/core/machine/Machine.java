package org.ring0.core.machine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.Engine;
import org.ring0.core.cpu.state.SavedCpu;
import org.ring0.core.device.Device;
import org.ring0.core.device.HostControl;
import org.ring0.core.io.IoBus;
import org.ring0.core.memory.AddressSpace;
import org.ring0.core.memory.HostMemory;
import org.ring0.core.memory.MemoryImage;
import org.ring0.core.snapshot.Digest;
import org.ring0.core.snapshot.SnapshotException;
import org.ring0.core.time.Scheduler;
import org.ring0.core.time.VirtualClock;

/**
 * One PC: its memory, its ports, its time, its CPUs and its devices. A board wires one up; whoever holds it runs it. All
 * methods but {@link #inputs()} and {@link #pause()} belong to one thread at a time.
 */
public final class Machine implements AutoCloseable {
    /**
     * What a machine is built around.
     *
     * @param frequency cycles (instructions) a second of guest time
     * @param hostMemory what is behind RAM, ROMs and video memory; closed with the machine
     * @param engine makes the engine of a CPU
     * @param cpuReset what the reset line does to a CPU
     */
    public record Core(long frequency, HostMemory hostMemory, Function<Cpu, Engine> engine, Consumer<Cpu> cpuReset) {
        /** Around so many bytes of fresh host memory. */
        public Core(long frequency, long bytes, Function<Cpu, Engine> engine, Consumer<Cpu> cpuReset) {
            this(frequency, new HostMemory(bytes), engine, cpuReset);
        }
    }

    private final LiveCore core;
    /** Who may take over the core when this is closed, the latest first. */
    private final Deque<WarmCores> heirs = new ArrayDeque<>();

    private final HostMemory hostMemory;
    private final AddressSpace memory;
    private final IoBus ports;
    private final VirtualClock clock;
    private final Scheduler scheduler;
    private final List<Cpu> cpus;
    private final Consumer<Cpu> cpuReset;
    private final Engine engine;
    private final RunLoop loop;
    private final HostInputs inputs = new HostInputs();
    private final HostControl control = new Wires();
    private final Map<String, Device<?>> devices = new LinkedHashMap<>();
    private final List<Runnable> afterReset = new ArrayList<>();
    private final List<AutoCloseable> resources = new ArrayList<>();
    /** By the machines that were built around the same core before. */
    private final long userFillsBefore;

    private final long supervisorFillsBefore;
    private boolean stopOnReset;
    private boolean closed;

    public Machine(Core core) {
        this(LiveCore.of(core), core.cpuReset());
    }

    /**
     * A machine around what is left of an equal one, to be restored from a snapshot, or else around {@code otherwise}.
     *
     * @param warm takes it back when the machine is closed
     * @param content the snapshot's memory
     */
    public static Machine around(
            WarmCores warm, MemoryImage content, Supplier<Core> otherwise, Consumer<Cpu> cpuReset) {
        LiveCore left = warm.take(content);
        Machine machine = new Machine(left != null ? left : LiveCore.of(otherwise.get()), cpuReset);
        machine.leaveTo(warm);
        return machine;
    }

    private Machine(LiveCore core, Consumer<Cpu> cpuReset) {
        this.core = core;
        this.cpuReset = cpuReset;
        hostMemory = core.hostMemory();
        memory = core.memory();
        ports = core.ports();
        clock = core.clock();
        scheduler = new Scheduler(clock);
        Cpu cpu = core.cpu();
        cpus = List.of(cpu);
        engine = core.engine();
        userFillsBefore = cpu.mmu().userTlb().fills();
        supervisorFillsBefore = cpu.mmu().supervisorTlb().fills();
        loop = new RunLoop(cpu, engine, scheduler, inputs);
        cpu.breakpoints().onHit(linear -> loop.stop(new StopReason.Breakpoint(linear)));
    }

    public HostMemory hostMemory() {
        return hostMemory;
    }

    public AddressSpace memory() {
        return memory;
    }

    public IoBus ports() {
        return ports;
    }

    public VirtualClock clock() {
        return clock;
    }

    public Scheduler scheduler() {
        return scheduler;
    }

    public List<Cpu> cpus() {
        return cpus;
    }

    /** Instructions that all CPUs have retired since the machine was built. */
    public long retired() {
        return cpus.stream().mapToLong(cpu -> cpu.state().retired()).sum();
    }

    /** Where keys, serial bytes and the like come in, from any thread. */
    public HostInputs inputs() {
        return inputs;
    }

    /** What devices ask of the machine. */
    public HostControl control() {
        return control;
    }

    /** Takes a device into the machine: it will be reset, digested and saved under this name. */
    public <D extends Device<?>> D add(String name, D device) {
        if (devices.putIfAbsent(name, device) != null) {
            throw new IllegalStateException("two devices named " + name);
        }
        return device;
    }

    /** The devices by name, in the order in which they were added. */
    public Map<String, Device<?>> devices() {
        return Collections.unmodifiableMap(devices);
    }

    /** Closed with the machine: images, serial files. */
    public void closeWithMachine(AutoCloseable resource) {
        resources.add(resource);
    }

    /** Runs after every reset, the first included: what a boot protocol loads and sets up in place of firmware. */
    public void afterReset(Runnable action) {
        afterReset.add(action);
    }

    /** Whether a reset by the guest ends the run. */
    public void setStopOnReset(boolean on) {
        stopOnReset = on;
    }

    /** Whether an idle guest waits for the host's clock; otherwise idle time is skipped. */
    public void setPaced(boolean on) {
        loop.setPaced(on);
    }

    /** The reset line: CPUs and devices start again; RAM keeps its content. */
    public void reset() {
        cpus.forEach(cpuReset);
        devices.values().forEach(Device::reset);
        afterReset.forEach(Runnable::run);
    }

    /** The states of CPUs and devices, encoded, by name. Nothing runs. */
    public Map<String, byte[]> save() {
        return MachineStates.of(this).save();
    }

    /**
     * Goes on from states that {@link #save} has given, in a machine that has just been built in the same way; its memory is
     * the other half of that and has its content already. After an exception the machine can only be closed.
     *
     * @throws SnapshotException if they are not the states of such a machine
     */
    public void restore(Map<String, byte[]> states) throws SnapshotException {
        long cycle = MachineStates.of(this).restore(states);
        loop.startAt(cycle);
    }

    /** Runs until something ends the run; after {@code BudgetSpent}, {@code Paused} and the like it can go on. */
    public StopReason run(Budget budget) {
        return loop.run(budget, this::onReset);
    }

    /**
     * As {@link #run}, for many short runs: when a budget is spent, the reason does not describe the registers, which takes
     * longer than some thousand instructions.
     */
    public StopReason advance(Budget budget) {
        return loop.advance(budget, this::onReset);
    }

    /** Whether the host's time is measured by part; that takes as long as some ten instructions a slice. */
    public void setTimed(boolean on) {
        loop.times().setOn(on);
    }

    /** What has been done so far. */
    public MachineStatistics statistics() {
        Cpu cpu = cpus.getFirst();
        return new MachineStatistics(
                engine.statistics(),
                cpu.state().idleCycles,
                cpu.mmu().userTlb().fills() - userFillsBefore,
                cpu.mmu().supervisorTlb().fills() - supervisorFillsBefore,
                loop.times().hostTime());
    }

    /** Ends a run from any thread, with {@code Paused}. */
    public void pause() {
        inputs.post(() -> loop.stop(new StopReason.Paused()));
    }

    /** Ends the run before the next instruction; for observers that run on the machine's own thread. */
    public void stop(StopReason reason) {
        loop.stop(reason);
    }

    /** Ends the slice and does something before the next instruction, when all registers are where they belong. */
    public void afterInstruction(Runnable action) {
        inputs.post(action);
        cpus.forEach(Cpu::leaveSlice);
    }

    /** A hash over CPUs, RAM and devices: equal exactly if the guest could tell no difference. */
    public String digest() {
        Digest digest = new Digest();
        cpus.forEach(
                cpu -> digest.add("cpu", SavedCpu.of(cpu.state(), cpu.state().eflags())));
        devices.forEach((name, device) -> digest.add(name, device.save()));
        return digest.add(hostMemory).hex();
    }

    /** Has what this machine is built around serve machines that go on from its snapshot, once this is closed. */
    public void leaveTo(WarmCores warm) {
        heirs.removeIf(WarmCores::isClosed);
        heirs.addFirst(warm);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        for (AutoCloseable resource : resources) {
            try {
                resource.close();
            } catch (Exception e) {
                org.slf4j.LoggerFactory.getLogger(Machine.class).warn("closing failed: {}", e.getMessage());
            }
        }
        for (WarmCores heir : heirs) {
            if (heir.keep(core)) {
                return;
            }
        }
        core.close();
    }

    private StopReason onReset() {
        if (stopOnReset) {
            return new StopReason.Reset();
        }
        reset();
        return null;
    }

    private final class Wires implements HostControl {
        @Override
        public void powerOff() {
            loop.stop(new StopReason.PoweredOff());
        }

        @Override
        public void reset() {
            loop.requestReset();
        }

        @Override
        public void debugExit(int value) {
            loop.stop(new StopReason.DebugExit(value));
        }

        @Override
        public void hostError(String sentence) {
            loop.stop(new StopReason.HostError(sentence));
        }
    }
}
