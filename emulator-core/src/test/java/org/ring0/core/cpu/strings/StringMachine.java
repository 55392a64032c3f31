package org.ring0.core.cpu.strings;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.Engine;
import org.ring0.core.cpu.TripleFaultException;
import org.ring0.core.cpu.protection.ControlRegisters;
import org.ring0.core.cpu.protection.CpuReset;
import org.ring0.core.cpu.protection.DebugUnit;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.SavedCpu;
import org.ring0.core.cpu.state.Segment;
import org.ring0.core.cpu.state.UnimplementedException;
import org.ring0.core.io.IoBus;
import org.ring0.core.memory.AddressSpace;
import org.ring0.core.memory.HostMemory;
import org.ring0.core.memory.MmioDevice;
import org.ring0.core.memory.Region;
import org.ring0.core.snapshot.Digest;
import org.ring0.core.time.VirtualClock;

/** RAM with a device in the middle of it, page tables, an IDT whose handlers return, and one program that a scenario has chosen. */
final class StringMachine implements AutoCloseable {
    static final int RAM = 0x2_4000;
    static final int CODE = 0x8000;
    /** A page of registers instead of RAM. */
    static final int DEVICE = 0x1_4000;

    private static final int CODE_32 = 8;
    private static final int CODE_16 = 0x18;
    private static final int GDT = 0x800;
    private static final int IDT = 0x1000;
    private static final int FAULT_HANDLER = 0x600;
    private static final int INTERRUPT_HANDLER = 0x610;
    private static final int DEBUG_HANDLER = 0x620;
    private static final int STACK = 0x7800;
    private static final int DIRECTORY = 0x2000;
    private static final int TABLE = 0x3000;
    private static final int VECTOR = 0x40;
    private static final int PAGE = 0x1000;

    /** Counted down by the program. */
    static final int COUNTER = 0x7f00;

    private final HostMemory host = new HostMemory(RAM);
    private final Cpu cpu;
    private final CpuState s;
    private final Engine engine;
    private final List<String> deviceLog = new ArrayList<>();
    private String end = "";

    StringMachine(Function<Cpu, Engine> engines) {
        AddressSpace memory = new AddressSpace(host.segment());
        memory.map(Region.ram(0, DEVICE, 0));
        memory.map(Region.mmio(DEVICE, PAGE, device()));
        memory.map(Region.ram(DEVICE + PAGE, RAM - DEVICE - PAGE, DEVICE + PAGE));
        cpu = new Cpu(memory, new IoBus(), new VirtualClock(1_000_000_000));
        cpu.connectInterruptSource(() -> {
            cpu.intr().set(false);
            return VECTOR;
        });
        s = cpu.state();
        engine = engines.apply(cpu);
    }

    /** Says when it is touched, and now and then raises an interrupt or asks for the slice to end. */
    private MmioDevice device() {
        return new MmioDevice() {
            @Override
            public int read(int offset, int size) {
                react("r", offset, size);
                return 0x5a5a_5a5a;
            }

            @Override
            public void write(int offset, int value, int size) {
                react("w" + Integer.toHexString(value), offset, size);
            }

            private void react(String what, int offset, int size) {
                deviceLog.add(s.cycle + what + "@" + offset + ":" + size);
                if ((offset & 0x1f) == 8) {
                    cpu.intr().set(true);
                }
            }
        };
    }

    CpuState state() {
        return s;
    }

    MemorySegment ram() {
        return host.segment();
    }

    Cpu cpu() {
        return cpu;
    }

    String deviceLog() {
        return deviceLog.toString();
    }

    /** Everything as after power-on, a flat 32-bit or a 16-bit machine, with this program and this data in all other memory. */
    void load(Scenario scenario) {
        CpuReset.reset(cpu);
        cpu.intr().set(false);
        s.attention = CpuState.ATTENTION_RECHECK;
        deviceLog.clear();
        end = "";
        cpu.memory().writeMemory(0, scenario.memory(), 0, DEVICE);
        int behind = DEVICE + PAGE;
        cpu.memory().writeMemory(behind, scenario.memory(), behind, RAM - behind);
        tables();
        cpu.memory().writeMemory(scenario.codeAt(), scenario.code(), 0, scenario.code().length);
        cpu.memory().write(COUNTER, scenario.rounds(), 1);
        s.cr0 |= 1;
        int size = scenario.is32() ? 0xc000 : 0;
        for (int n = 0; n < 6; n++) {
            int type = n == Segment.CS ? 0x9b : 0x93;
            int code = scenario.is32() ? CODE_32 : CODE_16;
            s.segment[n].load(n == Segment.CS ? code : 16, 0, scenario.is32() ? Segment.NO_LIMIT : 0xffff, type | size);
        }
        if (scenario.paged()) {
            page(scenario);
        }
        scenario.prepare(this);
        s.gpr[CpuState.RSP] = STACK;
        s.rip = scenario.codeAt();
    }

    private void tables() {
        AddressSpace memory = cpu.memory();
        for (int vector = 0; vector < 256; vector++) {
            // Traps and interrupts return; faults, some of which push an error code, halt.
            int handler = vector == 1 ? DEBUG_HANDLER : vector == VECTOR ? INTERRUPT_HANDLER : FAULT_HANDLER;
            memory.write(IDT + 8 * vector, 0x8_0000 | handler, 4);
            memory.write(IDT + 8 * vector + 4, 0x8e00, 4);
        }
        memory.write(FAULT_HANDLER, 0xf4, 1);
        // INC EBX; IRETD
        memory.write(INTERRUPT_HANDLER, 0xcf43, 2);
        // OR byte [ESP + 10], 1 sets RF; INC EBX; IRETD
        memory.write(DEBUG_HANDLER, 0xcf_4301_0a24_4c80L, 8);
        s.gdtBase = GDT;
        s.gdtLimit = 0x1f;
        s.idtBase = IDT;
        s.idtLimit = 0x7ff;
        memory.write(GDT + 8, 0x0000_ffffL, 4);
        memory.write(GDT + 12, 0x00cf_9b00L, 4);
        memory.write(GDT + 16, 0x0000_ffffL, 4);
        memory.write(GDT + 20, 0x00cf_9300L, 4);
        memory.write(GDT + 24, 0x0000_ffffL, 4);
        memory.write(GDT + 28, 0x0000_9b00L, 4);
    }

    /** Identity, but for what the scenario hides, protects or maps twice. */
    private void page(Scenario scenario) {
        AddressSpace memory = cpu.memory();
        memory.write(DIRECTORY, TABLE | 7, 4);
        for (int n = 0; n < RAM / PAGE; n++) {
            memory.write(TABLE + 4 * n, n * PAGE | 7, 4);
        }
        scenario.pages().forEach((page, entry) -> memory.write(TABLE + 4 * page, entry, 4));
        s.cr3 = DIRECTORY;
        ControlRegisters.writeCr0(cpu, s.cr0 | 0x8001_0000L);
    }

    /** Fills the TLB with every page that can be written or else read. */
    void touch() {
        for (long page = 0; page < RAM; page += PAGE) {
            try {
                cpu.mmu().probeRead(page, 1);
                cpu.mmu().probeWrite(page, 1);
            } catch (CpuException absentOrReadOnly) {
                s.cr2 = 0;
            }
        }
    }

    void breakpoint(int number, int kind, long address) {
        DebugUnit.write(cpu, number, address);
        DebugUnit.write(cpu, 7, s.dr[7] | 2L << 2 * number | (long) kind << 16 + 4 * number);
    }

    /** Runs up to a cycle, or until the CPU halts and nothing is pending that wakes it. */
    void runTo(long cycle) {
        if (!end.isEmpty()) {
            return;
        }
        do {
            s.cycleLimit = cycle;
            s.attention &= ~CpuState.ATTENTION_LEAVE;
            try {
                engine.run();
            } catch (TripleFaultException e) {
                end = "triple fault";
            } catch (UnimplementedException e) {
                end = e.getMessage();
            }
            if (s.cycle > cycle) {
                throw new AssertionError("the budget was overrun by " + (s.cycle - cycle));
            }
        } while (!ended() && s.cycle < cycle);
    }

    boolean ended() {
        return s.halted || !end.isEmpty();
    }

    /** Whether what string instructions and events change is the same in another machine. */
    boolean sameAs(StringMachine other) {
        CpuState o = other.s;
        return Arrays.equals(s.gpr, o.gpr)
                && Arrays.equals(s.dr, o.dr)
                && s.rip == o.rip
                && s.cycle == o.cycle
                && s.cr2 == o.cr2
                && s.eflags() == o.eflags()
                && s.pendingDebug == o.pendingDebug
                && s.halted == o.halted
                && s.interruptShadow == o.interruptShadow
                && s.stackShadow == o.stackShadow
                && end.equals(other.end)
                && deviceLog.equals(other.deviceLog)
                && ram().mismatch(other.ram()) < 0;
    }

    /** Registers and flags, to be read. */
    String registers() {
        return org.ring0.core.debug.RegisterText.of(s)
                + " flags=%x dr6=%x cycle=%d halted=%s %s".formatted(s.eflags(), s.dr[6], s.cycle, s.halted, end);
    }

    String digest() {
        return new Digest().add("cpu", SavedCpu.of(s, s.eflags())).hex() + end;
    }

    @Override
    public void close() {
        host.close();
    }
}
