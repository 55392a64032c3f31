package org.ring0.core.cpu.protection;

import java.util.Arrays;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.Segment;

/** What the RESET# and INIT# pins do (SDM Vol. 3A, 9.1 and table 9-1). */
public final class CpuReset {
    private static final int RESET_SELECTOR = 0xf000;
    private static final long RESET_BASE = 0xffff_0000L;
    private static final long RESET_RIP = 0xfff0;
    private static final int SYSTEM_LIMIT = 0xffff;

    private CpuReset() {}

    /** Power-on and RESET#: everything but the clock, which goes on. */
    public static void reset(Cpu cpu) {
        CpuState s = cpu.state();
        init(cpu);
        s.cr0 = ControlBits.CR0_ET | ControlBits.CR0_CD | ControlBits.CR0_NW;
        s.xcr0 = ControlBits.XCR0_X87;
        s.msr.reset();
        s.fpu.reset();
        s.xmm.reset();
        s.msr.tscOffset = -s.cycle;
    }

    /** INIT#: as RESET#, but the caches' mode, the model-specific registers, the FPU and SSE's registers stay. */
    public static void init(Cpu cpu) {
        CpuState s = cpu.state();
        Arrays.fill(s.gpr, 0);
        s.gpr[CpuState.RDX] = cpu.model().signature();
        s.rip = RESET_RIP;
        s.cr0 = s.cr0 & (ControlBits.CR0_CD | ControlBits.CR0_NW) | ControlBits.CR0_ET;
        s.cr2 = 0;
        s.cr3 = 0;
        s.cr4 = 0;
        s.efer = 0;
        Arrays.fill(s.pdpte, 0);
        s.cpl = 0;
        resetSegments(s);
        Arrays.fill(s.dr, 0);
        s.dr[6] = 0xffff_0ff0L;
        s.dr[7] = 0x400;
        s.systemFlags = Eflags.FIXED;
        FlagsRegister.write(s, 0, -1);
        s.pendingDebug = 0;
        s.halted = false;
        s.interruptShadow = false;
        s.stackShadow = false;
        s.nmiBlocked = false;
        s.attention = s.attention & ~CpuState.ATTENTION_NMI | CpuState.ATTENTION_RECHECK;
        cpu.mmu().flushAll();
    }

    private static void resetSegments(CpuState s) {
        for (Segment segment : s.segment) {
            SegmentLoader.loadRealDefault(segment, 0, 0);
        }
        SegmentLoader.loadRealDefault(s.segment[Segment.CS], RESET_SELECTOR, RESET_BASE);
        s.ldtr.load(0, 0, SYSTEM_LIMIT, Segment.P | Descriptor.LDT);
        s.tr.load(0, 0, SYSTEM_LIMIT, Segment.P | Descriptor.TSS32_BUSY);
        s.gdtBase = 0;
        s.gdtLimit = SYSTEM_LIMIT;
        s.idtBase = 0;
        s.idtLimit = SYSTEM_LIMIT;
    }
}
