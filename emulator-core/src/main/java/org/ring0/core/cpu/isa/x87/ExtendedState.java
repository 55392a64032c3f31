package org.ring0.core.cpu.isa.x87;

import static org.ring0.core.cpu.state.ControlBits.XCR0_SSE;
import static org.ring0.core.cpu.state.ControlBits.XCR0_X87;

import java.util.Arrays;
import java.util.Map;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.fpu.FpuBits;
import org.ring0.core.cpu.fpu.FpuState;
import org.ring0.core.cpu.fpu.Mxcsr;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.Operands;
import org.ring0.core.cpu.isa.SystemBody;
import org.ring0.core.cpu.model.Feature;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.XmmState;

/**
 * XSAVE, XSAVEOPT, XSAVEC and XRSTOR (SDM Vol. 1, chapter 13) of the x87's and SSE's state. A component is in its initial
 * configuration when its registers hold what they hold there; XSAVEOPT leaves out what is, and nothing else.
 */
public final class ExtendedState {
    /** The legacy region and the header. */
    private static final int SIZE = 576;

    private static final int ALIGNMENT = 64;
    // Fields of the header: at offset 512 of the area.
    private static final int XSTATE_BV = 512;
    private static final int XCOMP_BV = 520;
    private static final int RESERVED = 528;
    private static final long COMPACTED = 1L << 63;

    private ExtendedState() {}

    static void register(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(Mnemonic.XSAVE, X87Gate.extended((cpu, fpu, i) -> save(cpu, i, false)));
        bodies.put(Mnemonic.XSAVEOPT, X87Gate.extended((cpu, fpu, i) -> save(cpu, i, true)));
        bodies.put(Mnemonic.XSAVEC, X87Gate.extended((cpu, fpu, i) -> saveCompacted(cpu, i)));
        bodies.put(Mnemonic.XRSTOR, X87Gate.extended((cpu, fpu, i) -> restore(cpu, i)));
    }

    /** Which components are not in their initial configuration: XINUSE. */
    public static long inUse(CpuState s) {
        return (isInitial(s.fpu) ? 0 : XCR0_X87) | (isInitial(s.xmm) ? 0 : XCR0_SSE);
    }

    private static boolean isInitial(FpuState fpu) {
        long registers = fpu.instructionOffset | fpu.dataOffset | fpu.instructionSelector | fpu.dataSelector;
        for (int n = 0; n < fpu.significand.length; n++) {
            registers |= fpu.significand[n] | fpu.signExponent[n];
        }
        return registers == 0
                && fpu.control == FpuBits.CONTROL_INIT
                && fpu.statusWord() == 0
                && fpu.used == 0
                && fpu.opcode == 0;
    }

    private static boolean isInitial(XmmState xmm) {
        long registers = 0;
        for (int n = 0; n < XmmState.REGISTERS; n++) {
            registers |= xmm.low[n] | xmm.high[n];
        }
        return registers == 0;
    }

    /** Which components an instruction is about: RFBM. */
    private static long requested(CpuState s) {
        return s.xcr0 & (s.gpr[CpuState.RDX] << 32 | s.gpr[CpuState.RAX] & 0xffff_ffffL);
    }

    private static void save(Cpu cpu, Instruction i, boolean optimized) {
        CpuState s = cpu.state();
        long requested = requested(s);
        long inUse = inUse(s) & requested;
        FxState.checkAlignment(cpu, i, ALIGNMENT);
        MemoryBlock.probeWrite(cpu, i, SIZE);
        if ((requested & XCR0_SSE) != 0) {
            FxState.saveMxcsr(cpu, i);
        }
        components(cpu, i, optimized ? inUse : requested);
        long others = Operands.readAt(cpu, i, XSTATE_BV, 8) & ~requested;
        Operands.writeAt(cpu, i, XSTATE_BV, 8, others | inUse);
    }

    private static void components(Cpu cpu, Instruction i, long which) {
        if ((which & XCR0_X87) != 0) {
            FxState.saveX87(cpu, cpu.state().fpu, i);
        }
        if ((which & XCR0_SSE) != 0) {
            FxState.saveXmm(cpu, i);
        }
    }

    /** There is nothing behind the header to compact; MXCSR belongs to SSE's component here. */
    private static void saveCompacted(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        long requested = requested(s);
        long inUse = (inUse(s) | (s.xmm.mxcsr == Mxcsr.RESET ? 0 : XCR0_SSE)) & requested;
        FxState.checkAlignment(cpu, i, ALIGNMENT);
        MemoryBlock.probeWrite(cpu, i, SIZE);
        if ((inUse & XCR0_SSE) != 0) {
            FxState.saveMxcsr(cpu, i);
        }
        components(cpu, i, inUse);
        Operands.writeAt(cpu, i, XSTATE_BV, 8, inUse);
        Operands.writeAt(cpu, i, XCOMP_BV, 8, requested | COMPACTED);
    }

    private static void restore(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        FxState.checkAlignment(cpu, i, ALIGNMENT);
        MemoryBlock.probeRead(cpu, i, SIZE);
        long saved = Operands.readAt(cpu, i, XSTATE_BV, 8);
        long layout = Operands.readAt(cpu, i, XCOMP_BV, 8);
        boolean compacted = layout < 0 && cpu.model().has(Feature.XSAVEC);
        checkHeader(cpu, i, saved, layout, compacted);
        long requested = requested(s);
        boolean loadsMxcsr = (requested & (compacted ? saved : -1) & XCR0_SSE) != 0;
        if (loadsMxcsr) {
            FxState.checkMxcsr(cpu, i);
            FxState.restoreMxcsr(cpu, i);
        } else if ((requested & XCR0_SSE) != 0) {
            s.xmm.mxcsr = Mxcsr.RESET;
        }
        if ((requested & XCR0_SSE) != 0) {
            restoreXmm(cpu, i, (saved & XCR0_SSE) != 0);
        }
        if ((requested & XCR0_X87) != 0) {
            restoreX87(cpu, i, (saved & XCR0_X87) != 0);
        }
    }

    /** #GP(0) for components that the system has not enabled, and for what is not zero where it must be. */
    private static void checkHeader(Cpu cpu, Instruction i, long saved, long layout, boolean compacted) {
        long known = cpu.state().xcr0;
        boolean valid;
        if (compacted) {
            long components = layout & ~COMPACTED;
            valid = (components & ~known) == 0 && (saved & ~components) == 0;
            for (int at = RESERVED; at < SIZE; at += 8) {
                valid &= Operands.readAt(cpu, i, at, 8) == 0;
            }
        } else {
            valid = (saved & ~known) == 0 && layout == 0 && Operands.readAt(cpu, i, RESERVED, 8) == 0;
        }
        if (!valid) {
            throw CpuException.gp(0);
        }
    }

    private static void restoreXmm(Cpu cpu, Instruction i, boolean saved) {
        if (saved) {
            FxState.restoreXmm(cpu, i);
        } else {
            XmmState xmm = cpu.state().xmm;
            int registers = FxState.xmmRegisters(cpu);
            Arrays.fill(xmm.low, 0, registers, 0);
            Arrays.fill(xmm.high, 0, registers, 0);
        }
    }

    private static void restoreX87(Cpu cpu, Instruction i, boolean saved) {
        FpuState fpu = cpu.state().fpu;
        if (saved) {
            FxState.restoreX87(cpu, fpu, i);
        } else {
            fpu.initialize();
            Arrays.fill(fpu.significand, 0);
            Arrays.fill(fpu.signExponent, 0);
        }
    }
}
