package org.ring0.core.oracle;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.Function;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.Engine;
import org.ring0.core.cpu.model.CpuModel;
import org.ring0.core.cpu.protection.CpuReset;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.Segment;
import org.ring0.core.io.IoBus;
import org.ring0.core.memory.AddressSpace;
import org.ring0.core.memory.HostMemory;
import org.ring0.core.memory.Region;
import org.ring0.core.time.VirtualClock;

/** Our side of the comparison: one engine, at CPL 3, with RAM at the linear address where the host has its own. */
final class GuestIntegers implements AutoCloseable {
    private static final int RAM = 0x1_0000;
    private static final int CODE_STEP = 32;
    private static final int PAGE = 0x1000;
    private static final int DATA_ATTRIBUTES = 0xf3;
    private static final int CODE_ATTRIBUTES = 0xfb;
    private static final byte HLT = (byte) 0xf4;
    private static final int WITHOUT_STATUS = Eflags.FIXED | Eflags.IF;

    private final HostMemory host = new HostMemory(RAM);
    private final AddressSpace memory = new AddressSpace(host.segment());
    private final int address;
    private final Cpu cpu;
    private final Engine engine;
    private final CpuState s;
    private int code = HostBatch.UNUSED;
    private Form form;

    /** @param address linear address of the RAM */
    GuestIntegers(int address, Function<Cpu, Engine> engines) {
        this.address = address;
        memory.map(Region.ram(address, RAM, 0));
        cpu = new Cpu(memory, new IoBus(), new VirtualClock(1_000_000_000));
        cpu.setModel(CpuModel.MAX);
        s = cpu.state();
        engine = engines.apply(cpu);
    }

    /** The instruction that {@link #run} will run; a HLT follows it. */
    void prepare(Form newForm) {
        form = newForm;
        code += CODE_STEP;
        if (code + CODE_STEP > HostBatch.UNUSED + PAGE) {
            code = HostBatch.UNUSED;
        }
        byte[] bytes = Arrays.copyOf(form.guestBytesAt(address + code), CODE_STEP);
        bytes[form.guestBytes().length] = HLT;
        memory.writeMemory(address + code, bytes, 0, bytes.length);
        CpuReset.reset(cpu);
        s.cr0 = ControlBits.CR0_PE | ControlBits.CR0_ET;
        s.cpl = 3;
        boolean is64 = form.world() == Form.World.BITS_64;
        s.efer = is64 ? ControlBits.EFER_LME | ControlBits.EFER_LMA : 0;
        boolean is32 = form.world().codeSize == 4;
        long limit = is32 ? Segment.NO_LIMIT : 0xffff;
        int size = is32 ? Segment.DB | Segment.G : 0;
        for (int n = 0; n < s.segment.length; n++) {
            // Bases of ES, SS and DS that 64-bit mode must ignore
            long base = is64 && n < Segment.FS ? 0x7654_0000L : form.base(n);
            s.segment[n].load(0x13, base, limit, DATA_ATTRIBUTES | size);
        }
        long codeLimit = is64 ? Segment.UNLIMITED : Segment.NO_LIMIT;
        int codeSize = is64 ? Segment.L : size;
        s.segment[Segment.CS].load(0xb, form.base(Segment.CS), codeLimit, CODE_ATTRIBUTES | Segment.G | codeSize);
        s.attention |= CpuState.ATTENTION_RECHECK;
    }

    CpuState state() {
        return s;
    }

    /** The window of memory that instructions use. */
    MemorySegment window() {
        return host.segment().asSlice(HostBatch.WINDOW, HostBatch.WINDOW_SIZE);
    }

    /** DF; the status flags are the caller's, in {@link #state()}. */
    void setDirection(boolean down) {
        s.systemFlags = WITHOUT_STATUS | (down ? Eflags.DF : 0);
    }

    /** Where RIP is before the instruction. */
    int start() {
        return code + address - form.base(Segment.CS);
    }

    /**
     * Executes the instruction; a repeated one goes on until it is done.
     *
     * @param budget cycles before it is interrupted: more than it takes, and the HLT behind it runs
     */
    void run(int budget) {
        do {
            s.rip = start() & 0xffff_ffffL;
            s.cycleLimit = s.cycle + budget;
            engine.run();
        } while (form.isRepeated() && (int) s.rip == start());
    }

    @Override
    public void close() {
        host.close();
    }
}
