package org.ring0.core.guest;

import java.util.function.Function;
import java.util.function.IntConsumer;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.Engine;
import org.ring0.core.cpu.TripleFaultException;
import org.ring0.core.cpu.model.CpuModel;
import org.ring0.core.cpu.protection.CpuReset;
import org.ring0.core.cpu.state.SavedCpu;
import org.ring0.core.cpu.state.Segment;
import org.ring0.core.cpu.state.UnimplementedException;
import org.ring0.core.debug.RegisterText;
import org.ring0.core.io.IoBus;
import org.ring0.core.io.IoDevice;
import org.ring0.core.io.PortRange;
import org.ring0.core.memory.AddressSpace;
import org.ring0.core.memory.HostMemory;
import org.ring0.core.memory.Region;
import org.ring0.core.snapshot.StateWriter;
import org.ring0.core.time.VirtualClock;

/** Runs a guest program (see harness.inc) on a bare CPU with RAM, a debug console and debug-exit. */
final class GuestProgram implements AutoCloseable {
    private static final long RAM = 0x40_0000;
    private static final int LOADED_AT = 0x10000;
    private static final int DEBUG_CONSOLE = 0xe9;
    private static final int DEBUG_EXIT = 0xf4;

    private final HostMemory host = new HostMemory(RAM);
    private final StringBuilder output = new StringBuilder();
    private final Cpu cpu;
    private final Engine engine;
    private boolean ended;

    GuestProgram(byte[] program, CpuModel model, Function<Cpu, Engine> engines) {
        AddressSpace memory = new AddressSpace(host.segment());
        memory.map(Region.ram(0, RAM, 0));
        memory.writeMemory(LOADED_AT, program, 0, program.length);
        IoBus ports = new IoBus();
        cpu = new Cpu(memory, ports, new VirtualClock(1_000_000_000));
        cpu.setModel(model);
        ports.map(PortRange.of(DEBUG_CONSOLE, 1), port(value -> output.append((char) value)));
        ports.map(PortRange.of(DEBUG_EXIT, 1), port(value -> end("")));
        CpuReset.reset(cpu);
        cpu.state().segment[Segment.CS].load(LOADED_AT >> 4, LOADED_AT, 0xffff, 0x93);
        cpu.state().rip = 0;
        engine = engines.apply(cpu);
    }

    /** What the program has written to the debug console; why it ended, if not by debug-exit. */
    String output() {
        return output.toString().stripTrailing() + "\n";
    }

    boolean ended() {
        return ended;
    }

    /** Cycles since the start. */
    long cycle() {
        return cpu.state().cycle;
    }

    /** Goes on up to a cycle, unless the program has ended or ends on the way. */
    void runTo(long cycle) {
        if (ended) {
            return;
        }
        cpu.state().cycleLimit = cycle;
        try {
            engine.run();
            if (cpu.state().halted) {
                end("halted\n");
            }
        } catch (TripleFaultException e) {
            end("triple fault\n");
        } catch (UnimplementedException e) {
            end("unimplemented: " + e.getMessage() + "\n");
        }
    }

    private void end(String why) {
        if (!ended) {
            output.append(why);
        }
        ended = true;
        cpu.leaveSlice();
    }

    /** The CPU's state as a snapshot has it. */
    byte[] cpuState() {
        return StateWriter.encode(SavedCpu.of(cpu.state(), cpu.state().eflags()));
    }

    /** The registers as text. */
    String registers() {
        return RegisterText.of(cpu.state());
    }

    /** The first byte of memory that is not the other's, or -1. */
    long memoryDiffersAt(GuestProgram other) {
        return host.segment().mismatch(other.host.segment());
    }

    @Override
    public void close() {
        host.close();
    }

    private static IoDevice port(IntConsumer action) {
        return new IoDevice() {
            @Override
            public int read(int offset) {
                return 0xff;
            }

            @Override
            public void write(int offset, int value) {
                action.accept(value);
            }
        };
    }
}
