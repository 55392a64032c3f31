package org.ring0.core.cpu.isa.x87;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.fpu.FpuState;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Operands;
import org.ring0.core.cpu.isa.SystemBody;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;

/**
 * What comes before every x87 instruction: whether there is an FPU for this task (#NM), and whether an earlier one left an
 * unmasked exception to report (SDM Vol. 1, 8.7). With CR0.NE that is #MF. Without it the CPU drives FERR# and stands still
 * before the instruction until an interrupt comes, which on a PC is IRQ 13; unless IGNNE# lets it go on.
 */
public final class X87Gate {
    /** A body behind the gate. */
    interface Body {
        void execute(Cpu cpu, FpuState fpu, Instruction instruction);
    }

    private X87Gate() {}

    /** An instruction that reports pending exceptions and is remembered as the last one. */
    static SystemBody numeric(Body body) {
        return (cpu, i) -> {
            if (!mayGoOn(cpu, i)) {
                return;
            }
            FpuState fpu = cpu.state().fpu;
            body.execute(cpu, fpu, i);
            remember(cpu.state(), fpu, i);
            if (i.isMemory) {
                fpu.dataOffset = Operands.offset(cpu, i);
                fpu.dataSelector = cpu.state().segment[i.segment].selector;
            }
        };
    }

    /** A control instruction that reports pending exceptions: FLDCW, FLDENV, FRSTOR. */
    static SystemBody waiting(Body body) {
        return (cpu, i) -> {
            if (mayGoOn(cpu, i)) {
                body.execute(cpu, cpu.state().fpu, i);
                driveErrorLine(cpu);
            }
        };
    }

    /** A control instruction that leaves pending exceptions alone: FNINIT, FNSTSW and so on. */
    static SystemBody notWaiting(Body body) {
        return (cpu, i) -> {
            checkAvailable(cpu);
            body.execute(cpu, cpu.state().fpu, i);
            driveErrorLine(cpu);
        };
    }

    /**
     * Checks what comes before an instruction that reports pending exceptions.
     *
     * @return false: it must wait for an interrupt, RIP is at it again
     * @throws CpuException #NM or #MF
     */
    public static boolean mayGoOn(Cpu cpu, Instruction i) {
        checkAvailable(cpu);
        return !cpu.state().fpu.isExceptionPending() || reports(cpu, i);
    }

    /** FWAIT: #NM only if both MP and TS are set. */
    static void fwait(Cpu cpu, Instruction i) {
        long both = ControlBits.CR0_MP | ControlBits.CR0_TS;
        if ((cpu.state().cr0 & both) == both) {
            throw CpuException.nm();
        }
        if (cpu.state().fpu.isExceptionPending()) {
            reports(cpu, i);
        }
    }

    private static void checkAvailable(Cpu cpu) {
        if ((cpu.state().cr0 & (ControlBits.CR0_EM | ControlBits.CR0_TS)) != 0) {
            throw CpuException.nm();
        }
    }

    /**
     * Reports the pending exception.
     *
     * @return whether the instruction is to be executed all the same
     */
    private static boolean reports(Cpu cpu, Instruction i) {
        CpuState state = cpu.state();
        if ((state.cr0 & ControlBits.CR0_NE) != 0) {
            throw CpuException.of(CpuException.MF);
        }
        cpu.ferr().set(true);
        if (cpu.ignoresNumericError()) {
            return true;
        }
        state.rip -= i.length;
        state.halted = true;
        state.attention |= CpuState.ATTENTION_RECHECK;
        return false;
    }

    private static void driveErrorLine(Cpu cpu) {
        if (!cpu.state().fpu.isExceptionPending()) {
            cpu.ferr().set(false);
        }
    }

    private static void remember(CpuState state, FpuState fpu, Instruction i) {
        fpu.instructionOffset = state.rip - i.length;
        fpu.instructionSelector = state.segment[Segment.CS].selector;
        fpu.opcode = (i.opcode & 7) << 8 | i.modRm;
    }
}
