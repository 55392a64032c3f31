package org.ring0.core.cpu.isa.system;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.mmu.Segmentation;
import org.ring0.core.cpu.protection.FlagsRegister;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;

/** CLI, STI, PUSHF and POPF with IOPL, and the virtual interrupt flag of VME and PVI (SDM Vol. 3A, 20.3 and 20.4). */
final class FlagInstructions {
    /** What POPF changes at any privilege; RF always becomes zero. */
    private static final int POPF_16 = Eflags.STATUS | Eflags.TF | Eflags.DF | Eflags.NT;

    private static final int POPF_32 = POPF_16 | Eflags.AC | Eflags.ID;

    private enum Access {
        /** IF itself. */
        REAL,
        /** VIF in its place. */
        VIRTUAL
    }

    private FlagInstructions() {}

    static void cli(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        s.systemFlags &= ~(access(s) == Access.REAL ? Eflags.IF : Eflags.VIF);
        s.attention |= CpuState.ATTENTION_RECHECK;
    }

    static void sti(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        if (access(s) == Access.REAL) {
            s.interruptShadow |= (s.systemFlags & Eflags.IF) == 0;
            s.systemFlags |= Eflags.IF;
        } else {
            if ((s.systemFlags & Eflags.VIP) != 0) {
                throw CpuException.gp(0);
            }
            s.systemFlags |= Eflags.VIF;
        }
        s.attention |= CpuState.ATTENTION_RECHECK;
    }

    /** Which flag CLI and STI mean; #GP(0) if none. */
    private static Access access(CpuState s) {
        if (!s.isProtected() || s.cpl <= s.iopl()) {
            return Access.REAL;
        }
        long extension = s.isVirtual8086() ? ControlBits.CR4_VME : ControlBits.CR4_PVI;
        if (s.cpl == 3 && (s.cr4 & extension) != 0) {
            return Access.VIRTUAL;
        }
        throw CpuException.gp(0);
    }

    static void clac(Cpu cpu, Instruction i) {
        requireLevel0(cpu.state());
        cpu.state().systemFlags &= ~Eflags.AC;
        cpu.mmu().followAccessFlag();
    }

    static void stac(Cpu cpu, Instruction i) {
        requireLevel0(cpu.state());
        cpu.state().systemFlags |= Eflags.AC;
        cpu.mmu().followAccessFlag();
    }

    private static void requireLevel0(CpuState s) {
        if (s.cpl != 0) {
            throw CpuException.ud();
        }
    }

    static void pushf(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        int flags = s.eflags() & ~(Eflags.VM | Eflags.RF);
        if (isVirtualized(s)) {
            requireVme(s, i.operandSize);
            flags = flags & ~Eflags.IF | Eflags.IOPL | ((flags & Eflags.VIF) != 0 ? Eflags.IF : 0);
        }
        cpu.segmentation().push(flags, i.operandSize);
    }

    static void popf(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        Segmentation memory = cpu.segmentation();
        int size = i.operandSize;
        if (isVirtualized(s)) {
            requireVme(s, size);
        }
        int flags = (int) memory.peek(0, size);
        int mask = size == 2 ? POPF_16 : POPF_32;
        if (isVirtualized(s)) {
            boolean interrupts = (flags & Eflags.IF) != 0;
            if ((flags & Eflags.TF) != 0 || interrupts && (s.systemFlags & Eflags.VIP) != 0) {
                throw CpuException.gp(0);
            }
            flags = flags & ~Eflags.VIF | (interrupts ? Eflags.VIF : 0);
            mask |= Eflags.VIF;
        } else if (!s.isProtected() || s.cpl <= s.iopl()) {
            mask |= Eflags.IF;
        }
        if (s.cpl == 0) {
            mask |= Eflags.IOPL;
        }
        memory.setStackPointer(memory.stackPointer() + size);
        FlagsRegister.write(s, flags & ~Eflags.RF, mask | Eflags.RF);
    }

    /** Virtual-8086 mode below IOPL 3. */
    private static boolean isVirtualized(CpuState s) {
        return s.isProtected() && s.isVirtual8086() && s.iopl() < 3;
    }

    private static void requireVme(CpuState s, int size) {
        if (size != 2 || (s.cr4 & ControlBits.CR4_VME) == 0) {
            throw CpuException.gp(0);
        }
    }
}
