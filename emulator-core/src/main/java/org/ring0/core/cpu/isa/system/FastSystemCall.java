package org.ring0.core.cpu.isa.system;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.Segment;

/** SYSENTER and SYSEXIT: flat segments that follow from SYSENTER_CS_MSR alone, no table is read (SDM Vol. 2B). */
final class FastSystemCall {
    private static final long FLAT = 0xffff_ffffL;
    private static final int FLAT_ATTRIBUTES =
            Segment.G | Segment.DB | Segment.P | Segment.S | Segment.TYPE_WRITABLE_OR_READABLE | Segment.TYPE_ACCESSED;
    private static final int SELECTOR = 0xfffc;

    private FastSystemCall() {}

    static void enter(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        int cs = (int) s.msr.sysenterCs & SELECTOR;
        if (!s.isProtected() || cs == 0) {
            throw CpuException.gp(0);
        }
        s.systemFlags &= ~(Eflags.VM | Eflags.IF | Eflags.RF);
        load(s, cs, cs + 8, 0);
        s.gpr[CpuState.RSP] = s.msr.sysenterEsp;
        s.rip = s.msr.sysenterEip;
    }

    static void exit(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        int cs = (int) s.msr.sysenterCs & SELECTOR;
        if (!s.isProtected() || cs == 0 || s.cpl != 0) {
            throw CpuException.gp(0);
        }
        load(s, cs + 16, cs + 24, 3);
        s.gpr[CpuState.RSP] = s.gpr[CpuState.RCX] & FLAT;
        s.rip = s.gpr[CpuState.RDX] & FLAT;
    }

    private static void load(CpuState s, int cs, int ss, int cpl) {
        int attributes = FLAT_ATTRIBUTES | cpl << Segment.DPL_SHIFT;
        s.segment[Segment.CS].load(cs & 0xffff | cpl, 0, FLAT, attributes | Segment.TYPE_CODE);
        s.segment[Segment.SS].load(ss & 0xffff | cpl, 0, FLAT, attributes);
        s.cpl = cpl;
        s.attention |= CpuState.ATTENTION_RECHECK;
    }
}
