package org.ring0.core.cpu.captured;

import java.util.HashMap;
import java.util.Map;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.protection.CpuReset;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;
import org.ring0.core.io.IoBus;
import org.ring0.core.memory.AddressSpace;
import org.ring0.core.memory.HostMemory;
import org.ring0.core.memory.Region;
import org.ring0.core.time.VirtualClock;

/** 16 MiB of RAM, a CPU and no devices: runs one captured instruction and the HLT behind it. */
final class RealModeMachine implements AutoCloseable {
    private static final long RAM = 16 << 20;
    private static final int MAX_INSTRUCTIONS = 70_000;
    private static final int EXTRA = 0xfd5;
    private static final Map<String, Integer> GENERAL =
            Map.of("ax", 0, "cx", 1, "dx", 2, "bx", 3, "sp", 4, "bp", 5, "si", 6, "di", 7);
    private static final Map<String, Integer> SEGMENTS =
            Map.of("es", Segment.ES, "cs", Segment.CS, "ss", Segment.SS, "ds", Segment.DS);

    private final HostMemory host = new HostMemory(RAM);
    private final AddressSpace memory = new AddressSpace(host.segment());
    private final Cpu cpu;
    private final CpuState s;
    private final Interpreter interpreter;

    RealModeMachine() {
        memory.map(Region.ram(0, RAM, 0));
        cpu = new Cpu(memory, new IoBus(), new VirtualClock(1_000_000_000));
        s = cpu.state();
        interpreter = new Interpreter(cpu);
    }

    /** Runs a test; what differs from the captured state in words, or nothing. */
    String run(MooFile.Test test, Filter filter) {
        load(test.before());
        s.cycleLimit = s.cycle + MAX_INSTRUCTIONS;
        interpreter.run();
        String difference = s.halted ? compare(test, filter) : "did not reach the HLT";
        test.before().ram().keySet().forEach(address -> set(address, 0));
        test.after().ram().keySet().forEach(address -> set(address, 0));
        return difference;
    }

    private void load(MooFile.State state) {
        CpuReset.reset(cpu);
        s.attention = 0;
        state.ram().forEach(this::set);
        Map<String, Integer> registers = state.registers();
        GENERAL.forEach((name, number) -> s.gpr[number] = registers.get(name));
        SEGMENTS.forEach((name, number) -> {
            int selector = registers.get(name);
            Segment segment = s.segment[number];
            segment.load(selector, (long) selector << 4, 0xffff, segment.attributes);
        });
        s.rip = registers.get("ip");
        int flags = registers.get("flags") & EXTRA | 2;
        s.systemFlags = flags & ~org.ring0.core.cpu.state.Eflags.STATUS;
        s.setStatusFlags(flags);
    }

    private void set(int address, int value) {
        memory.writeMemory(address, new byte[] {(byte) value}, 0, 1);
    }

    private String compare(MooFile.Test test, Filter filter) {
        StringBuilder text = new StringBuilder();
        Map<String, Integer> expected = new HashMap<>(test.before().registers());
        expected.putAll(test.after().registers());
        GENERAL.forEach((name, number) -> differ(text, name, expected.get(name), (int) s.gpr[number] & 0xffff));
        SEGMENTS.forEach((name, number) -> differ(text, name, expected.get(name), s.segment[number].selector));
        differ(text, "ip", expected.get("ip"), (int) s.rip & 0xffff);
        // An exception has pushed the flags of the instruction; those at the end are of the handler, TF and IF cleared.
        int mask = filter.flagsMask();
        differ(text, "flags", expected.get("flags") & mask, s.eflags() & mask);
        int pushedFlags =
                test.exception() < 0 ? -1 : (s.segment[Segment.SS].selector << 4) + (int) (s.gpr[4] + 4 & 0xffff);
        test.after().ram().forEach((address, value) -> {
            int shift = address == pushedFlags ? 0 : address == pushedFlags + 1 ? 8 : -1;
            int defined = shift < 0 || pushedFlags < 0 ? 0xff : mask >> shift & 0xff;
            differ(text, "[%05x]".formatted(address), value & defined, (int) memory.read(address, 1) & defined);
        });
        return text.toString();
    }

    private static void differ(StringBuilder text, String name, int expected, int actual) {
        if (expected != actual) {
            text.append("%s is %x, was %x on the 80286; ".formatted(name, actual, expected));
        }
    }

    @Override
    public void close() {
        host.close();
    }
}
