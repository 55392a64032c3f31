package org.ring0.core.cpu.protection;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.mmu.Mmu;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.LinearAddress;
import org.ring0.core.cpu.state.Segment;

/**
 * Interrupts in IA-32e mode, from 64-bit and compatibility mode alike: sixteen-byte interrupt and trap gates to 64-bit code,
 * a frame that always has SS and RSP and starts at a multiple of 16, and the interrupt stack table (SDM Vol. 3A, 6.14).
 */
final class LongModeDelivery {
    private static final int GATE_SIZE = 16;
    /** S and type, without the bit that tells a trap gate from an interrupt gate. */
    private static final int KIND = 0x1e;

    private static final int GATE_64 = Descriptor.INTERRUPT_GATE32;
    private static final int TRAP = 1;
    private static final int IST = 7;
    private static final int ALIGNMENT = 16;
    private static final int FRAME = 5;
    private static final int CLEARED = Eflags.TF | Eflags.NT | Eflags.RF | Eflags.VM;

    private LongModeDelivery() {}

    /** As {@link Interrupts.Event} says; its parts, because this path is a hot one. */
    static void deliver(Cpu cpu, int vector, Interrupts.Cause cause, int errorCode, int flags) {
        CpuState s = cpu.state();
        Mmu mmu = cpu.mmu();
        if (vector * GATE_SIZE + GATE_SIZE - 1 > s.idtLimit) {
            throw CpuException.gp(Interrupts.idtCode(vector, cause));
        }
        long at = s.idtBase + vector * GATE_SIZE;
        long gate = mmu.readSystem(at, 8);
        long upper = mmu.readSystem(at + 8, 8);
        checkGate(s, gate, vector, cause);
        int selector = (int) (gate >>> 16) & 0xffff;
        long offset = gate & 0xffff | gate >>> 32 & 0xffff_0000L | upper << 32;
        enter(cpu, code(cpu, selector, cause.ext), offset, (int) (gate >>> 32) & IST, cause.ext, errorCode, flags);
        s.systemFlags &= (gate >>> 40 & TRAP) != 0 ? ~CLEARED : ~(CLEARED | Eflags.IF);
    }

    private static void checkGate(CpuState s, long gate, int vector, Interrupts.Cause cause) {
        int rights = (int) (gate >>> 40) & 0xff;
        boolean privileged = cause == Interrupts.Cause.SOFTWARE && (rights >> Segment.DPL_SHIFT & 3) < s.cpl;
        if ((rights & KIND) != GATE_64 || privileged) {
            throw CpuException.gp(Interrupts.idtCode(vector, cause));
        }
        if ((rights & Segment.P) == 0) {
            throw CpuException.np(Interrupts.idtCode(vector, cause));
        }
    }

    private static Descriptor code(Cpu cpu, int selector, int ext) {
        if (Selector.isNull(selector)) {
            throw CpuException.gp(ext);
        }
        Descriptor code = DescriptorTables.find(cpu, selector);
        if (code == null || !code.isCode() || code.dpl() > cpu.state().cpl || !code.is64Bit()) {
            throw CpuException.gp(Selector.errorCode(selector, ext));
        }
        if (!code.isPresent()) {
            throw CpuException.np(Selector.errorCode(selector, ext));
        }
        return code;
    }

    private static void enter(Cpu cpu, Descriptor code, long offset, int ist, int ext, int errorCode, int flags) {
        CpuState s = cpu.state();
        int cpl = code.isConforming() ? s.cpl : code.dpl();
        boolean changesStack = ist != 0 || cpl < s.cpl;
        long top = ist != 0
                ? LongModeStack.ofInterrupt(cpu, ist, ext)
                : cpl < s.cpl ? LongModeStack.ofLevel(cpu, cpl, ext) : s.gpr[CpuState.RSP];
        top &= -ALIGNMENT;
        boolean withErrorCode = errorCode != CpuException.NO_ERROR_CODE;
        LongModeStack.require(top, withErrorCode ? FRAME + 1 : FRAME, ext);
        if (!LinearAddress.isCanonical(offset)) {
            throw CpuException.gp(ext);
        }
        long rsp = pushState(cpu, top, cpl, flags);
        if (withErrorCode) {
            rsp -= 8;
            LongModeStack.store(cpu.mmu(), rsp, errorCode, cpl);
        }
        FarTransfer.enter(cpu, code, cpl, offset);
        if (changesStack) {
            LongModeStack.loadNull(s, cpl);
        }
        s.gpr[CpuState.RSP] = rsp;
    }

    private static long pushState(Cpu cpu, long top, int cpl, int flags) {
        CpuState s = cpu.state();
        Mmu mmu = cpu.mmu();
        LongModeStack.store(mmu, top - 8, s.segment[Segment.SS].selector, cpl);
        LongModeStack.store(mmu, top - 16, s.gpr[CpuState.RSP], cpl);
        LongModeStack.store(mmu, top - 24, flags, cpl);
        LongModeStack.store(mmu, top - 32, s.segment[Segment.CS].selector, cpl);
        LongModeStack.store(mmu, top - 40, s.rip, cpl);
        return top - 40;
    }
}
