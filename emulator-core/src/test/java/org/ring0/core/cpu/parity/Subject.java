package org.ring0.core.cpu.parity;

import java.util.Arrays;
import java.util.function.Function;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.Engine;
import org.ring0.core.cpu.TripleFaultException;
import org.ring0.core.cpu.model.CpuModel;
import org.ring0.core.cpu.model.Feature;
import org.ring0.core.cpu.protection.CpuReset;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.SavedCpu;
import org.ring0.core.cpu.state.Segment;
import org.ring0.core.cpu.state.UnimplementedException;
import org.ring0.core.io.IoBus;
import org.ring0.core.memory.AddressSpace;
import org.ring0.core.memory.HostMemory;
import org.ring0.core.memory.Region;
import org.ring0.core.snapshot.StateWriter;
import org.ring0.core.time.VirtualClock;

/** A machine without devices that runs one program on one engine, as far as it is told, and says in what state it is then. */
final class Subject implements AutoCloseable {
    static final int RAM = 0x2_0000;
    /** Every exception ends here, at a HLT. */
    static final int HANDLER = 0x600;

    /** What the interrupt controller answers. */
    static final int INTERRUPT_VECTOR = 0x40;

    static final int IDT = 0x1000;
    static final int CODE = 0x8000;
    static final int COUNTER = 0x7f00;

    private static final CpuModel MODEL = new CpuModel(
            "parity",
            CpuModel.MAX32.signature(),
            CpuModel.MAX32.vendor(),
            CpuModel.MAX32.brand(),
            CpuModel.MAX32.standardLeaves(),
            CpuModel.MAX32.features().with(Feature.LM, Feature.SYSCALL),
            CpuModel.MAX32.physicalBits());

    private final HostMemory host = new HostMemory(RAM);
    private final Cpu cpu;
    private final CpuState s;
    private final Engine engine;
    private String end = "";

    Subject(Function<Cpu, Engine> engines) {
        AddressSpace memory = new AddressSpace(host.segment());
        memory.map(Region.ram(0, RAM, 0));
        cpu = new Cpu(memory, new IoBus(), new VirtualClock(1_000_000_000));
        cpu.setModel(MODEL);
        s = cpu.state();
        engine = engines.apply(cpu);
        cpu.connectInterruptSource(() -> {
            cpu.intr().set(false);
            return INTERRUPT_VECTOR;
        });
    }

    Cpu cpu() {
        return cpu;
    }

    CpuState state() {
        return s;
    }

    AddressSpace memory() {
        return cpu.memory();
    }

    /** What every program begins with: a CPU after reset that has not ended yet. */
    void reset() {
        CpuReset.reset(cpu);
        s.cr4 |= ControlBits.CR4_OSFXSR;
        cpu.intr().set(false);
        end = "";
    }

    /** Loads a program that runs {@code rounds} times. */
    void load(byte[] program, int rounds, int codeSize, long[] registers) {
        reset();
        byte[] halt = {(byte) 0xf4};
        memory().writeMemory(HANDLER, halt, 0, 1);
        for (int vector = 0; vector < 256; vector++) {
            memory().write(4 * vector, HANDLER, 4);
            int gate = IDT + (codeSize == 8 ? 16 : 8) * vector;
            memory().write(gate, 0x8_0000 | HANDLER, 4);
            memory().write(gate + 4, 0x8e00, 4);
            memory().write(gate + 8, 0, 8);
        }
        memory().write(COUNTER, rounds, 2);
        memory().writeMemory(CODE, program, 0, program.length);
        System.arraycopy(registers, 0, s.gpr, 0, registers.length);
        s.rip = CODE;
        if (codeSize == 8) {
            flat();
            flat64();
        } else if (codeSize == 4) {
            flat();
        } else {
            for (Segment segment : s.segment) {
                segment.load(0, 0, 0xffff, segment.attributes);
            }
        }
        s.attention |= CpuState.ATTENTION_RECHECK;
    }

    private void flat() {
        s.cr0 |= 1;
        for (int n = 0; n < 6; n++) {
            s.segment[n].load(n == Segment.CS ? 8 : 16, 0, Segment.NO_LIMIT, (n == Segment.CS ? 0x9b : 0x93) | 0xc000);
        }
        memory().write(0x808, 0x0000_ffff, 4);
        memory().write(0x80c, 0x00cf_9b00, 4);
        memory().write(0x810, 0x0000_ffff, 4);
        memory().write(0x814, 0x00cf_9300, 4);
        s.gdtBase = 0x800;
        s.gdtLimit = 0x17;
        s.idtBase = IDT;
        s.idtLimit = 0x7ff;
    }

    /** 64-bit mode without paging, which no CPU allows: linear addresses are physical ones. */
    private void flat64() {
        s.efer |= ControlBits.EFER_LME | ControlBits.EFER_LMA;
        s.segment[Segment.CS].load(8, 0, Segment.UNLIMITED, 0x9b | Segment.L | Segment.G);
        memory().write(0x80c, 0x00af_9b00, 4);
        s.idtLimit = 0xfff;
    }

    /** Runs up to a cycle, or until the CPU halts. */
    void runTo(long cycle) {
        s.cycleLimit = cycle;
        try {
            engine.run();
        } catch (TripleFaultException e) {
            end = "triple fault";
            s.halted = true;
        } catch (UnimplementedException e) {
            end = e.getMessage();
            s.halted = true;
        }
    }

    boolean ended() {
        return s.halted;
    }

    /** Whether CPU, memory and the way in which the program has ended are the same. */
    boolean isLike(Subject other) {
        return end.equals(other.end)
                && Arrays.equals(savedCpu(), other.savedCpu())
                && host.segment().mismatch(other.host.segment()) == -1;
    }

    private byte[] savedCpu() {
        return StateWriter.encode(SavedCpu.of(s, s.eflags()));
    }

    /** Where memory differs, and the rest of what {@link #registers()} does not show. */
    String difference(Subject other) {
        long at = host.segment().mismatch(other.host.segment());
        return "memory at %x; %s; %s"
                .formatted(
                        at,
                        SavedCpu.of(s, s.eflags()).fpu(),
                        SavedCpu.of(other.s, other.s.eflags()).fpu());
    }

    String registers() {
        return org.ring0.core.debug.RegisterText.of(s)
                + " flags=%x halted=%s %s".formatted(s.eflags() & (Eflags.STATUS | Eflags.DF), s.halted, end);
    }

    @Override
    public void close() {
        host.close();
    }
}
