package org.ring0.core.cpu.isa.sse;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.fpu.FloatExceptions;
import org.ring0.core.cpu.fpu.Mxcsr;
import org.ring0.core.cpu.fpu.SimdUnit;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.SystemBody;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.XmmState;

/**
 * What comes before and after every instruction of SSE (SDM Vol. 3A, 13.1 and Vol. 1, 11.5): #UD and #NM by the control
 * registers, #XM by MXCSR.
 */
public final class SseGate {
    private static final int BEFORE_COMPUTATION = FloatExceptions.IE | FloatExceptions.DE | FloatExceptions.ZE;

    /** A body behind the gate. */
    @FunctionalInterface
    interface Body {
        void execute(Cpu cpu, XmmState xmm, Instruction instruction);
    }

    /** A body that computes: the unit has started. */
    @FunctionalInterface
    interface Computation {
        void execute(Cpu cpu, XmmState xmm, SimdUnit unit, Instruction instruction);
    }

    private SseGate() {}

    /** An instruction that meets no floating-point exceptions. */
    static SystemBody plain(Body body) {
        return (cpu, i) -> {
            check(cpu);
            body.execute(cpu, cpu.state().xmm, i);
        };
    }

    /** An instruction that may meet some; it calls {@link #commit} before it writes its result. */
    static SystemBody computing(Computation body) {
        return (cpu, i) -> {
            check(cpu);
            XmmState xmm = cpu.state().xmm;
            xmm.unit.begin(xmm.mxcsr);
            body.execute(cpu, xmm, xmm.unit, i);
        };
    }

    /** Whether instructions of SSE may be executed: neither #UD nor #NM. */
    public static boolean isOpen(CpuState s) {
        return (s.cr0 & (ControlBits.CR0_EM | ControlBits.CR0_TS)) == 0 && (s.cr4 & ControlBits.CR4_OSFXSR) != 0;
    }

    /** Raises #UD where the operating system has not enabled SSE, and #NM for another task's registers. */
    static void check(Cpu cpu) {
        CpuState s = cpu.state();
        if ((s.cr0 & ControlBits.CR0_EM) != 0 || (s.cr4 & ControlBits.CR4_OSFXSR) == 0) {
            throw CpuException.ud();
        }
        if ((s.cr0 & ControlBits.CR0_TS) != 0) {
            throw CpuException.nm();
        }
    }

    /**
     * Takes the unit's exceptions over into MXCSR.
     *
     * @throws CpuException #XM, or #UD without CR4.OSXMMEXCPT, if one is unmasked
     */
    static void commit(Cpu cpu, XmmState xmm) {
        int exceptions = xmm.unit.exceptions;
        int unmasked = exceptions & ~(xmm.mxcsr >> Mxcsr.MASK_SHIFT);
        if (unmasked == 0) {
            xmm.mxcsr |= exceptions;
            return;
        }
        // One that is found before computing keeps all elements from being computed.
        xmm.mxcsr |= (unmasked & BEFORE_COMPUTATION) != 0 ? exceptions & BEFORE_COMPUTATION : exceptions;
        boolean reported = (cpu.state().cr4 & ControlBits.CR4_OSXMMEXCPT) != 0;
        throw CpuException.of(reported ? CpuException.XM : CpuException.UD);
    }
}
