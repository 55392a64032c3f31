package org.ring0.core.cpu.isa.system;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Operands;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.LinearAddress;

/** INVPCID: translations of one page, of one address space, or of all of them are forgotten (SDM Vol. 2A). */
final class TranslationInvalidation {
    private static final int ONE_PAGE = 0;
    private static final int ONE_SPACE = 1;
    private static final int EVERYTHING = 2;
    private static final int EVERYTHING_NOT_GLOBAL = 3;
    private static final long PCID = 0xfff;

    private TranslationInvalidation() {}

    static void invpcid(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        long type = s.gpr[i.destinationRegister] & s.linearMask();
        long descriptor = Operands.read(cpu, i, 8);
        long linear = Operands.readAt(cpu, i, 8, 8);
        boolean nonsense = Long.compareUnsigned(type, EVERYTHING_NOT_GLOBAL) > 0 || (descriptor & ~PCID) != 0;
        if (nonsense || type <= ONE_SPACE && !isKnown(s, descriptor)) {
            throw CpuException.gp(0);
        }
        int pcid = (int) descriptor;
        switch ((int) type) {
            case ONE_PAGE -> invalidatePage(cpu, pcid, linear);
            case ONE_SPACE -> cpu.mmu().flushAddressSpace(pcid);
            case EVERYTHING -> cpu.mmu().flushAll();
            default -> cpu.mmu().flushNonGlobal();
        }
        s.attention |= CpuState.ATTENTION_RECHECK;
    }

    /** Without CR4.PCIDE there is address space 0 alone. */
    private static boolean isKnown(CpuState s, long pcid) {
        return pcid == 0 || (s.cr4 & ControlBits.CR4_PCIDE) != 0;
    }

    private static void invalidatePage(Cpu cpu, int pcid, long linear) {
        if (!LinearAddress.isCanonical(linear)) {
            throw CpuException.gp(0);
        }
        cpu.mmu().invalidate(pcid, linear);
    }
}
