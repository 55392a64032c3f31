package org.ring0.core.cpu.long64;

import java.util.HexFormat;
import org.ring0.core.cpu.Engine;
import org.ring0.core.cpu.SmallMachine;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;

/**
 * A CPU in 64-bit mode, at CPL 0, put there by hand. Paging is off, which no real CPU allows there: linear addresses are
 * physical ones. No interrupt table: a fault ends in a shutdown.
 */
final class Code64 implements AutoCloseable {
    static final int CODE = 0x1_0000;
    static final int STACK = 0x8_0000;

    private static final int CODE_ATTRIBUTES = 0x9b | Segment.L | Segment.G;
    private static final int DATA_ATTRIBUTES = 0x93 | Segment.G | Segment.DB;

    final SmallMachine machine = new SmallMachine();
    final CpuState s = machine.state;
    private final Engine engine = new Interpreter(machine.cpu);

    Code64() {
        s.cr0 = ControlBits.CR0_PE | ControlBits.CR0_ET;
        s.efer = ControlBits.EFER_LME | ControlBits.EFER_LMA;
        s.segment[Segment.CS].load(8, 0, Segment.UNLIMITED, CODE_ATTRIBUTES);
        for (int n : new int[] {Segment.ES, Segment.SS, Segment.DS, Segment.FS, Segment.GS}) {
            s.segment[n].load(16, 0, Segment.NO_LIMIT, DATA_ATTRIBUTES);
        }
        s.idtLimit = 0;
        s.gpr[CpuState.RSP] = STACK;
        s.attention |= CpuState.ATTENTION_RECHECK;
    }

    /** Executes as many instructions, given in hex, from {@link #CODE} on. */
    Code64 run(int count, String code) {
        return runAt(CODE, count, code);
    }

    Code64 runAt(long address, int count, String code) {
        byte[] bytes = HexFormat.of().parseHex(code.replace(" ", ""));
        machine.memory.writeMemory(address, bytes, 0, bytes.length);
        s.rip = address;
        s.cycleLimit = s.cycle + count;
        engine.run();
        return this;
    }

    @Override
    public void close() {
        machine.close();
    }
}
