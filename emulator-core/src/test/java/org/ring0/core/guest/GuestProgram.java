package org.ring0.core.guest;

import java.util.function.Function;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.Engine;
import org.ring0.core.cpu.TripleFaultException;
import org.ring0.core.cpu.protection.CpuReset;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.SavedCpu;
import org.ring0.core.cpu.state.Segment;
import org.ring0.core.cpu.state.UnimplementedException;
import org.ring0.core.io.IoBus;
import org.ring0.core.io.IoDevice;
import org.ring0.core.io.PortRange;
import org.ring0.core.memory.AddressSpace;
import org.ring0.core.memory.HostMemory;
import org.ring0.core.memory.Region;
import org.ring0.core.snapshot.Digest;
import org.ring0.core.time.VirtualClock;

/** Runs a guest program (see harness.inc) on a bare CPU with RAM, a debug console and debug-exit. */
final class GuestProgram {
    private static final long RAM = 0x100_0000;
    private static final int LOADED_AT = 0x10000;
    private static final long BUDGET = 20_000_000;
    private static final int DEBUG_CONSOLE = 0xe9;
    private static final int DEBUG_EXIT = 0xf4;

    private final StringBuilder output = new StringBuilder();
    private final Cpu cpu;
    private boolean ended;

    private GuestProgram(HostMemory host, byte[] program) {
        AddressSpace memory = new AddressSpace(host.segment());
        memory.map(Region.ram(0, RAM, 0));
        memory.writeMemory(LOADED_AT, program, 0, program.length);
        IoBus ports = new IoBus();
        cpu = new Cpu(memory, ports, new VirtualClock(1_000_000_000));
        ports.map(PortRange.of(DEBUG_CONSOLE, 1), port(value -> output.append((char) value)));
        ports.map(PortRange.of(DEBUG_EXIT, 1), port(value -> {
            ended = true;
            cpu.leaveSlice();
        }));
        CpuReset.reset(cpu);
        cpu.state().segment[Segment.CS].load(LOADED_AT >> 4, LOADED_AT, 0xffff, 0x93);
        cpu.state().rip = 0;
    }

    /**
     * What a program leaves.
     *
     * @param output what it has written to the debug console; why it ended, if not by debug-exit
     * @param digest a hash over the CPU and all of memory
     */
    record Result(String output, String digest) {}

    static Result run(byte[] program, Function<Cpu, Engine> engines) {
        try (HostMemory host = new HostMemory(RAM)) {
            GuestProgram guest = new GuestProgram(host, program);
            guest.run(engines.apply(guest.cpu));
            CpuState s = guest.cpu.state();
            String digest = new Digest()
                    .add("cpu", SavedCpu.of(s, s.eflags()))
                    .add(host.segment())
                    .hex();
            return new Result(guest.output.toString().stripTrailing() + "\n", digest);
        }
    }

    private void run(Engine engine) {
        CpuState s = cpu.state();
        s.cycleLimit = BUDGET;
        try {
            engine.run();
        } catch (TripleFaultException e) {
            output.append("triple fault\n");
            return;
        } catch (UnimplementedException e) {
            output.append("unimplemented: ").append(e.getMessage()).append('\n');
            return;
        }
        if (!ended) {
            output.append(s.halted ? "halted\n" : "never ended\n");
        }
    }

    private static IoDevice port(java.util.function.IntConsumer action) {
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
