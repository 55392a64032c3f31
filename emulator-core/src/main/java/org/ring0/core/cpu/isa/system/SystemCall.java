package org.ring0.core.cpu.isa.system;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.protection.DebugUnit;
import org.ring0.core.cpu.protection.FlagsRegister;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.LinearAddress;

/**
 * SYSCALL and SYSRET, of 64-bit mode alone: RIP and RFLAGS go to RCX and R11 and come back, the segments follow from
 * IA32_STAR (SDM Vol. 2B). TF is looked at when they are done, so that a call which masks it is stepped over as a whole.
 */
final class SystemCall {
    private static final int R11 = 11;
    private static final int SELECTOR = 0xfffc;
    /** What SYSRET loads of RFLAGS: all that is defined but RF and VM. */
    private static final int RESTORED = 0x3c_7fd7;

    private static final long FLAT = 0xffff_ffffL;

    private SystemCall() {}

    static void enter(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        checkEnabled(s);
        int flags = s.eflags();
        s.gpr[CpuState.RCX] = s.rip;
        s.gpr[R11] = flags;
        s.rip = s.msr.lstar;
        FlagsRegister.write(s, flags & ~(int) s.msr.fmask, -1);
        int cs = (int) (s.msr.star >>> 32);
        FlatSegments.load(s, cs & SELECTOR, cs + 8, 0, true);
        if ((s.systemFlags & Eflags.TF) == 0) {
            s.pendingDebug &= ~DebugUnit.DR6_BS;
        }
    }

    /** With a 64-bit operand to 64-bit code, else to compatibility mode. */
    static void exit(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        checkEnabled(s);
        boolean to64 = i.operandSize == 8;
        long target = to64 ? s.gpr[CpuState.RCX] : s.gpr[CpuState.RCX] & FLAT;
        if (s.cpl != 0 || !LinearAddress.isCanonical(target)) {
            throw CpuException.gp(0);
        }
        s.rip = target;
        FlagsRegister.write(s, (int) s.gpr[R11] & RESTORED, -1);
        int cs = (int) (s.msr.star >>> 48);
        FlatSegments.load(s, to64 ? cs + 16 : cs, cs + 8, 3, to64);
        s.pendingDebug &= ~DebugUnit.DR6_BS;
        if ((s.systemFlags & Eflags.TF) != 0) {
            DebugUnit.note(s, DebugUnit.DR6_BS);
        }
    }

    private static void checkEnabled(CpuState s) {
        if (!s.is64Bit() || (s.efer & ControlBits.EFER_SCE) == 0) {
            throw CpuException.ud();
        }
    }
}
