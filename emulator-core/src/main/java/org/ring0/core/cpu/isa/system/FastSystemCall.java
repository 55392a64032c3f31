package org.ring0.core.cpu.isa.system;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.LinearAddress;

/**
 * SYSENTER and SYSEXIT: flat segments that follow from SYSENTER_CS_MSR (SDM Vol. 2B). In IA-32e mode SYSENTER goes to 64-bit
 * code, and SYSEXIT with a 64-bit operand too.
 */
final class FastSystemCall {
    private static final long FLAT = 0xffff_ffffL;
    private static final int SELECTOR = 0xfffc;

    private FastSystemCall() {}

    static void enter(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        int cs = (int) s.msr.sysenterCs & SELECTOR;
        if (!s.isProtected() || cs == 0) {
            throw CpuException.gp(0);
        }
        s.systemFlags &= ~(Eflags.VM | Eflags.IF | Eflags.RF);
        FlatSegments.load(s, cs, cs + 8, 0, s.isLongMode());
        long mask = s.isLongMode() ? -1 : FLAT;
        s.gpr[CpuState.RSP] = s.msr.sysenterEsp & mask;
        s.rip = s.msr.sysenterEip & mask;
    }

    static void exit(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        int cs = (int) s.msr.sysenterCs & SELECTOR;
        boolean to64 = i.operandSize == 8;
        long mask = to64 ? -1 : FLAT;
        long rsp = s.gpr[CpuState.RCX] & mask;
        long rip = s.gpr[CpuState.RDX] & mask;
        boolean canonical = LinearAddress.isCanonical(rsp) && LinearAddress.isCanonical(rip);
        if (!s.isProtected() || cs == 0 || s.cpl != 0 || !canonical) {
            throw CpuException.gp(0);
        }
        int base = to64 ? cs + 16 : cs;
        FlatSegments.load(s, base + 16, base + 24, 3, to64);
        s.gpr[CpuState.RSP] = rsp;
        s.rip = rip;
    }
}
