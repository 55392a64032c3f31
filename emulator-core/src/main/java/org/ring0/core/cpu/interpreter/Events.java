package org.ring0.core.cpu.interpreter;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.UnimplementedException;

/**
 * What happens between two instructions, in the order of the SDM's table 6-2 (Vol. 3A): debug traps of the one before, NMI,
 * external interrupts, code breakpoints; and the shadows of STI and MOV SS, which hold some of them back.
 */
final class Events {
    /** DR6.BS: the trap is a single step. */
    private static final int DR6_BS = 1 << 14;

    private final Cpu cpu;
    private final CpuState s;

    Events(Cpu cpu) {
        this.cpu = cpu;
        s = cpu.state();
    }

    /** Delivers what is pending and allowed; clears the attention that it has paid. */
    void deliver() {
        s.attention &= CpuState.ATTENTION_LEAVE | CpuState.ATTENTION_NMI;
        if (s.pendingDebug != 0 && !s.stackShadow) {
            throw new UnimplementedException("debug traps");
        }
        if ((s.attention & CpuState.ATTENTION_NMI) != 0 && !s.nmiBlocked && !s.stackShadow) {
            s.attention &= ~CpuState.ATTENTION_NMI;
            s.halted = false;
            throw new UnimplementedException("NMI");
        }
        if (s.intrPin && (s.systemFlags & Eflags.IF) != 0 && !s.interruptShadow) {
            s.halted = false;
            throw new UnimplementedException("external interrupt " + cpu.acknowledgeInterrupt());
        }
    }

    /** Whether the next instruction must be executed alone. */
    boolean mustStep() {
        return s.interruptShadow || (s.systemFlags & (Eflags.TF | Eflags.RF)) != 0 || (s.dr[7] & 0xff) != 0;
    }

    /** Before an instruction that is executed alone. */
    void beforeStep() {
        s.interruptShadow = false;
        s.stackShadow = false;
        s.systemFlags &= ~Eflags.RF;
        if ((s.systemFlags & Eflags.TF) != 0) {
            s.pendingDebug |= DR6_BS;
            s.attention |= CpuState.ATTENTION_DEBUG;
        }
    }

    /** After an instruction that was executed alone and did not fault. */
    void afterStep() {
        s.attention |= CpuState.ATTENTION_RECHECK;
    }

    /** Delivers a fault; RIP is at the instruction. */
    void exception(CpuException fault) {
        s.pendingDebug = 0;
        throw new UnimplementedException(fault.getMessage());
    }
}
