package org.ring0.core.oracle;

import java.lang.foreign.MemorySegment;
import java.util.function.Function;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.Engine;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.model.CpuModel;
import org.ring0.core.cpu.model.FeatureSet;
import org.ring0.core.cpu.protection.CpuReset;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;
import org.ring0.core.cpu.translator.MemoryAccess;
import org.ring0.core.cpu.translator.Translator;
import org.ring0.core.io.IoBus;
import org.ring0.core.memory.AddressSpace;
import org.ring0.core.memory.HostMemory;
import org.ring0.core.memory.Region;
import org.ring0.core.time.VirtualClock;

/** An engine that runs single instructions, with RAM at the linear address where the host has its own. */
final class ExtensionGuest implements AutoCloseable {
    private static final int RAM = 0x4000;
    private static final int DATA = 0x100;
    private static final int CODE = 0x2000;
    private static final int CODE_STEP = 16;
    private static final int DATA_ATTRIBUTES = 0x93 | Segment.DB | Segment.G;
    private static final int CODE_ATTRIBUTES = 0x9b | Segment.G;

    private final HostMemory host = new HostMemory(RAM);
    private final AddressSpace memory = new AddressSpace(host.segment());
    private final int address;
    private final Cpu cpu;
    private final Translator translator;
    private final Engine engine;
    private int code = CODE;
    private int length;

    static ExtensionGuest interpreted(int address) {
        return new ExtensionGuest(address, cpu -> null);
    }

    /** With code that is translated the first time that it runs. */
    static ExtensionGuest translated(int address) {
        return new ExtensionGuest(address, cpu -> Translator.immediate(cpu, MemoryAccess.best(), 1));
    }

    private ExtensionGuest(int address, Function<Cpu, Translator> translators) {
        this.address = address;
        memory.map(Region.ram(address, RAM, 0));
        cpu = new Cpu(memory, new IoBus(), new VirtualClock(1_000_000_000));
        cpu.setModel(new CpuModel("all", 0, "GenuineIntel", "", 0, FeatureSet.ALL, 36));
        translator = translators.apply(cpu);
        engine = translator == null ? new Interpreter(cpu) : new Interpreter(cpu, translator);
        CpuReset.reset(cpu);
        state().cr0 = ControlBits.CR0_PE | ControlBits.CR0_ET;
        for (Segment segment : state().segment) {
            segment.load(0x10, 0, Segment.NO_LIMIT, DATA_ATTRIBUTES);
        }
    }

    CpuState state() {
        return cpu.state();
    }

    MemorySegment data() {
        return host.segment().asSlice(0, DATA);
    }

    /** The instruction that {@link #run} will run. */
    void prepare(byte[] bytes) {
        code = code + CODE_STEP < RAM ? code + CODE_STEP : CODE;
        memory.writeMemory(address + code, bytes, 0, bytes.length);
        length = bytes.length;
    }

    /** The linear address of the instruction. */
    long start() {
        return address + code;
    }

    /** How many regions were translated. */
    long regions() {
        return translator.statistics().regions();
    }

    /** Runs it in the one mode or the other. */
    void run(boolean is64, long[] registers, int status) {
        execute(is64, registers, status);
        CpuState s = state();
        if (s.rip != address + code + length) {
            throw new IllegalStateException("RIP is %x, not behind %x".formatted(s.rip, address + code));
        }
    }

    /** Runs it in 64-bit mode, wherever it leads. */
    void transfer(long[] registers, int status) {
        execute(true, registers, status);
    }

    private void execute(boolean is64, long[] registers, int status) {
        CpuState s = state();
        s.efer = is64 ? ControlBits.EFER_LME | ControlBits.EFER_LMA : 0;
        long limit = is64 ? Segment.UNLIMITED : Segment.NO_LIMIT;
        s.segment[Segment.CS].load(8, 0, limit, CODE_ATTRIBUTES | (is64 ? Segment.L : Segment.DB));
        System.arraycopy(registers, 0, s.gpr, 0, 16);
        s.setStatusFlags(status);
        s.rip = address + code;
        s.attention |= CpuState.ATTENTION_RECHECK;
        s.cycleLimit = s.cycle + 1;
        engine.run();
    }

    @Override
    public void close() {
        host.close();
    }
}
