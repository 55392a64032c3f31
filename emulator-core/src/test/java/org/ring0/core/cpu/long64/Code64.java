package org.ring0.core.cpu.long64;

import java.util.HexFormat;
import java.util.Set;
import org.ring0.core.cpu.Engine;
import org.ring0.core.cpu.SmallMachine;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;
import org.ring0.core.memory.Region;

/**
 * A CPU in 64-bit mode, at CPL 0, put there by hand. Paging is off, which no real CPU allows there: linear addresses are
 * physical ones.
 */
final class Code64 implements AutoCloseable {
    static final int CODE = 0x1_0000;
    static final int STACK = 0x8_0000;

    private static final long LAST_PAGE = 0x7fff_ffff_f000L;
    private static final int GDT = 0x2000;
    private static final int IDT = 0x3000;
    private static final int HANDLERS = 0x4000;
    private static final int HANDLER_SIZE = 16;
    private static final int TSS = 0x5000;
    private static final int FIRST_IST = 0x24;
    private static final int FAULT_STACK = 0x7000;
    private static final long CODE_DESCRIPTOR = 0x0020_9b00_0000_0000L;
    private static final long DATA_DESCRIPTOR = 0x00cf_9300_0000_ffffL;
    /** Present, with the first stack of the interrupt stack table. */
    private static final long INTERRUPT_GATE = 0x8e01L << 32;

    private static final int VECTORS = 20;
    private static final Set<Integer> WITH_ERROR_CODE = Set.of(8, 10, 11, 12, 13, 14, 17);
    private static final String[] NAMES = {
        "#DE", "#DB", "NMI", "#BP", "#OF", "#BR", "#UD", "#NM", "#DF", "9", "#TS", "#NP", "#SS", "#GP", "#PF", "15",
        "#MF", "#AC", "#MC", "#XM"
    };

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
        makeTables();
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

    /**
     * The exception of one instruction, like {@code "#GP(0)"}, or {@code "none"}. RIP and RSP are afterwards as the handler's
     * IRET would leave them.
     */
    String faultOf(String code) {
        run(1, code);
        return fault();
    }

    /** The same of the instruction at RIP. */
    String faultHere() {
        s.cycleLimit = s.cycle + 1;
        engine.run();
        return fault();
    }

    private String fault() {
        long vector = (s.rip - HANDLERS) / HANDLER_SIZE;
        if (s.rip < HANDLERS || vector >= VECTORS) {
            return "none";
        }
        boolean hasErrorCode = WITH_ERROR_CODE.contains((int) vector);
        long frame = s.gpr[CpuState.RSP] + (hasErrorCode ? 8 : 0);
        String error = hasErrorCode ? "(%x)".formatted(machine.memory.read(frame - 8, 8)) : "";
        s.rip = machine.memory.read(frame, 8);
        s.gpr[CpuState.RSP] = machine.memory.read(frame + 24, 8);
        return NAMES[(int) vector] + error;
    }

    /** Backs the last page of the lower half of addresses by RAM. */
    void mapLastPage() {
        machine.memory.map(Region.ram(LAST_PAGE, 0x1000, SmallMachine.RAM - 0x1000));
    }

    /** Tables with a gate for each exception, all with a stack of their own. */
    private void makeTables() {
        machine.qwords(GDT, 0, CODE_DESCRIPTOR, DATA_DESCRIPTOR);
        s.gdtBase = GDT;
        s.gdtLimit = 23;
        for (int vector = 0; vector < VECTORS; vector++) {
            long offset = HANDLERS + HANDLER_SIZE * vector;
            machine.qwords(IDT + 16 * vector, offset | 8 << 16 | INTERRUPT_GATE, 0);
        }
        s.idtBase = IDT;
        s.idtLimit = 16 * VECTORS - 1;
        machine.qwords(TSS + FIRST_IST, FAULT_STACK);
        s.tr.load(0x18, TSS, 0x67, 0x8b);
    }

    @Override
    public void close() {
        machine.close();
    }
}
