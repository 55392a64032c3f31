package org.ring0.core.cpu.parity;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Function;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.Engine;
import org.ring0.core.cpu.protection.CpuReset;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;
import org.ring0.core.machine.Machine;
import org.ring0.core.memory.Region;

/** A machine with RAM alone that runs a program of {@code /laws} in flat 32-bit protected mode. */
final class FlatMachine implements AutoCloseable {
    static final int LOADED_AT = 0x10000;

    private static final int GDT = 0x7000;
    private static final int STACK = 0x7000;
    private static final int CODE = 8;
    private static final int DATA = 16;

    final Machine machine;
    final Cpu cpu;

    /** @param ram bytes, all of them from address 0 on */
    FlatMachine(long ram, Function<Cpu, Engine> engines) {
        machine = new Machine(new Machine.Core(1_000_000_000, ram, engines, CpuReset::reset));
        machine.memory().map(Region.ram(0, ram, 0));
        cpu = machine.cpus().getFirst();
        machine.afterReset(this::enterFlatMode);
    }

    private void enterFlatMode() {
        CpuState s = cpu.state();
        s.cr0 |= 1;
        for (int n = 0; n < 6; n++) {
            boolean code = n == Segment.CS;
            s.segment[n].load(code ? CODE : DATA, 0, Segment.NO_LIMIT, (code ? 0x9b : 0x93) | Segment.DB | Segment.G);
        }
        machine.memory().write(GDT + CODE, 0x00cf_9b00_0000_ffffL, 8);
        machine.memory().write(GDT + DATA, 0x00cf_9300_0000_ffffL, 8);
        s.gdtBase = GDT;
        s.gdtLimit = DATA + 7;
        s.gpr[CpuState.RSP] = STACK;
        s.rip = LOADED_AT;
    }

    /** Loads a program and resets the machine. */
    void load(String name) {
        try (InputStream in = FlatMachine.class.getResourceAsStream("/laws/" + name + ".bin")) {
            load(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Loads machine code and resets the machine. */
    void load(byte[] code) {
        machine.memory().writeMemory(LOADED_AT, code, 0, code.length);
        machine.reset();
    }

    long dword(long at) {
        return machine.memory().read(at, 4);
    }

    @Override
    public void close() {
        machine.close();
    }
}
