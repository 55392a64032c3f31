package org.ring0.core.cpu.protection;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.mmu.Mmu;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.LinearAddress;
import org.ring0.core.cpu.state.Segment;

/**
 * Far JMP and CALL to a system descriptor in IA-32e mode: a 64-bit call gate to 64-bit code. There are no tasks, no
 * parameters are copied, and an inner level starts with a null SS (SDM Vol. 3A, 5.8.3.1 and 5.8.5.1).
 */
final class LongModeCallGate {
    private LongModeCallGate() {}

    static void jump(Cpu cpu, Descriptor gate) {
        CpuState s = cpu.state();
        long offset = offset(cpu, gate);
        Descriptor code = CallGate.code(cpu, gate);
        CallGate.checkCode(code, code.isConforming() ? code.dpl() <= s.cpl : code.dpl() == s.cpl);
        checkOffset(offset);
        FarTransfer.enter(cpu, code, s.cpl, offset);
    }

    static void call(Cpu cpu, Descriptor gate) {
        CpuState s = cpu.state();
        long offset = offset(cpu, gate);
        Descriptor code = CallGate.code(cpu, gate);
        CallGate.checkCode(code, code.dpl() <= s.cpl);
        boolean inner = !code.isConforming() && code.dpl() < s.cpl;
        int cpl = inner ? code.dpl() : s.cpl;
        long rsp = inner ? LongModeStack.ofLevel(cpu, cpl, 0) : s.gpr[CpuState.RSP];
        LongModeStack.require(rsp, inner ? 4 : 2, 0);
        checkOffset(offset);
        Mmu mmu = cpu.mmu();
        if (inner) {
            LongModeStack.store(mmu, rsp -= 8, s.segment[Segment.SS].selector, cpl);
            LongModeStack.store(mmu, rsp -= 8, s.gpr[CpuState.RSP], cpl);
        }
        LongModeStack.store(mmu, rsp -= 8, s.segment[Segment.CS].selector, cpl);
        LongModeStack.store(mmu, rsp -= 8, s.rip, cpl);
        FarTransfer.enter(cpu, code, cpl, offset);
        if (inner) {
            LongModeStack.loadNull(s, cpl);
        }
        s.gpr[CpuState.RSP] = rsp;
    }

    /** Every other system descriptor, those of tasks included, is #GP. */
    private static long offset(Cpu cpu, Descriptor gate) {
        if (!gate.isSystem(Descriptor.CALL_GATE32, Descriptor.CALL_GATE32)) {
            throw CpuException.gp(gate.errorCode(0));
        }
        return SystemDescriptor64.offset(cpu, gate);
    }

    private static void checkOffset(long offset) {
        if (!LinearAddress.isCanonical(offset)) {
            throw CpuException.gp(0);
        }
    }
}
