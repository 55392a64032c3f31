package org.ring0.core.cpu.interpreter;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.protection.CpuReset;
import org.ring0.core.cpu.protection.DebugUnit;
import org.ring0.core.cpu.protection.Interrupts;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.Segment;

/**
 * What happens between two instructions, in the order of the SDM's table 6-2 (Vol. 3A): debug traps of the one before, NMI,
 * external interrupts, code breakpoints; INIT before all of them; and the shadows of STI and MOV SS, which hold some of them back.
 */
final class Events {
    private final Cpu cpu;
    private final CpuState s;
    private final ExecutionCounts counts;

    Events(Cpu cpu, ExecutionCounts counts) {
        this.cpu = cpu;
        this.counts = counts;
        s = cpu.state();
    }

    /** Delivers what is pending and allowed; clears the attention that it has paid. */
    void deliver() {
        if ((s.attention & CpuState.ATTENTION_INIT) != 0) {
            s.attention &= ~CpuState.ATTENTION_INIT;
            CpuReset.init(cpu);
        }
        s.attention &= CpuState.ATTENTION_LEAVE | CpuState.ATTENTION_NMI;
        if (s.pendingDebug != 0 && !s.stackShadow) {
            DebugUnit.deliverTraps(cpu);
        }
        if ((s.attention & CpuState.ATTENTION_NMI) != 0 && !s.nmiBlocked && !s.stackShadow) {
            s.attention &= ~CpuState.ATTENTION_NMI;
            counts.interrupts++;
            Interrupts.nmi(cpu);
        }
        if (s.intrPin && (s.systemFlags & Eflags.IF) != 0 && !s.interruptShadow && !s.stackShadow) {
            counts.interrupts++;
            Interrupts.external(cpu, cpu.acknowledgeInterrupt());
        }
    }

    /** Whether the next instruction must be executed alone. */
    boolean mustStep() {
        return s.interruptShadow
                || s.stackShadow
                || (s.systemFlags & (Eflags.TF | Eflags.RF)) != 0
                || DebugUnit.hasInstructionBreakpoints(s);
    }

    /** Before an instruction that is executed alone; a breakpoint on it is a fault. */
    void beforeStep() {
        if (!s.stackShadow && DebugUnit.hasInstructionBreakpoints(s)) {
            DebugUnit.checkInstruction(s, s.segment[Segment.CS].base + s.rip & s.linearMask());
        }
        if (s.interruptShadow || s.stackShadow) {
            // What the shadow holds back comes after one iteration of a repeated instruction.
            s.attention |= CpuState.ATTENTION_RECHECK;
        }
        s.interruptShadow = false;
        s.stackShadow = false;
        s.systemFlags &= ~Eflags.RF;
        if ((s.systemFlags & Eflags.TF) != 0) {
            DebugUnit.note(s, DebugUnit.DR6_BS);
        }
    }

    /** After an instruction that was executed alone and did not fault. */
    void afterStep() {
        s.attention |= CpuState.ATTENTION_RECHECK;
    }

    /** Delivers a fault; RIP is at the instruction. */
    void exception(CpuException fault) {
        counts.exceptions++;
        Interrupts.exception(cpu, fault);
    }
}
