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
            CpuState state = cpu.state();
            body.execute(cpu, state.fpu, i);
            remember(state, state.rip - i.length, pointerOpcode(i));
            if (i.isMemory) {
                rememberOperand(state, i.segment, Operands.offset(cpu, i));
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

    /** An instruction of the XSAVE family: #UD without CR4.OSXSAVE, #NM for another task's registers. */
    static SystemBody extended(Body body) {
        return (cpu, i) -> {
            CpuState state = cpu.state();
            if ((state.cr4 & ControlBits.CR4_OSXSAVE) == 0) {
                throw CpuException.ud();
            }
            if ((state.cr0 & ControlBits.CR0_TS) != 0) {
                throw CpuException.nm();
            }
            body.execute(cpu, state.fpu, i);
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

    /** Whether nothing stands before an x87 instruction, whichever it is: no #NM, and no exception to report. */
    public static boolean isOpen(CpuState state) {
        return (state.cr0 & (ControlBits.CR0_EM | ControlBits.CR0_TS)) == 0 && !state.fpu.isExceptionPending();
    }

    /** The 11 bits of the opcode that the FPU keeps (SDM Vol. 1, 8.1.9). */
    public static int pointerOpcode(Instruction i) {
        return (i.opcode & 7) << 8 | i.modRm;
    }

    /** Notes the last instruction, which begins at {@code offset} in CS. */
    public static void remember(CpuState state, long offset, int opcode) {
        FpuState fpu = state.fpu;
        fpu.instructionOffset = offset;
        fpu.instructionSelector = state.segment[Segment.CS].selector;
        fpu.opcode = opcode;
    }

    /** Notes where the last instruction's memory operand is. */
    public static void rememberOperand(CpuState state, int segment, long offset) {
        FpuState fpu = state.fpu;
        fpu.dataOffset = offset;
        fpu.dataSelector = state.segment[segment].selector;
    }
}
