package org.ring0.core.lockstep;

import java.util.HexFormat;
import java.util.function.Function;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.Engine;
import org.ring0.core.cpu.protection.CpuReset;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;
import org.ring0.core.machine.Machine;
import org.ring0.core.memory.Region;

/** A CPU and RAM, in which a loop of six instructions adds, and stores what it has added. */
record LoopMachine(String name, Machine machine) implements Side {
    static final int INSTRUCTIONS_A_ROUND = 6;
    private static final long RAM = 0x10_0000;
    private static final int CODE = 0x1000;
    /** INC AX; ADD BX, AX; MOV DI, BX; AND DI, 00FFh; MOV [DI+4000h], AL; JMP to the first. */
    private static final String LOOP = "40 01c3 89df 81e7ff00 88850040 ebf1";

    static LoopMachine of(String name, Function<Cpu, Engine> engine) {
        Machine machine = new Machine(new Machine.Core(1_000_000_000, RAM, engine, CpuReset::reset));
        machine.memory().map(Region.ram(0, RAM, 0));
        byte[] code = HexFormat.of().parseHex(LOOP.replace(" ", ""));
        machine.memory().writeMemory(CODE, code, 0, code.length);
        machine.afterReset(() -> {
            state(machine).segment[Segment.CS].load(0, 0, 0xffff, 0x93);
            state(machine).rip = CODE;
        });
        machine.reset();
        return new LoopMachine(name, machine);
    }

    private static CpuState state(Machine machine) {
        return machine.cpus().getFirst().state();
    }

    CpuState state() {
        return state(machine);
    }

    @Override
    public void close() {
        machine.close();
    }
}
