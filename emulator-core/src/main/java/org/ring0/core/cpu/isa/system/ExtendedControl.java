package org.ring0.core.cpu.isa.system;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.x87.ExtendedState;
import org.ring0.core.cpu.model.Feature;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;

/** XGETBV and XSETBV: XCR0, which says what XSAVE and its kin save (SDM Vol. 2D and Vol. 1, 13.3). */
final class ExtendedControl {
    private static final long LOW = 0xffff_ffffL;

    private ExtendedControl() {}

    private static void requireOsxsave(CpuState s) {
        if ((s.cr4 & ControlBits.CR4_OSXSAVE) == 0) {
            throw CpuException.ud();
        }
    }

    /** Register 0 is XCR0, register 1 which of its components are not in their initial state. */
    static void xgetbv(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        requireOsxsave(s);
        int number = (int) s.gpr[CpuState.RCX];
        if (number != 0 && (number != 1 || !cpu.model().has(Feature.XGETBV1))) {
            throw CpuException.gp(0);
        }
        long value = number == 0 ? s.xcr0 : s.xcr0 & ExtendedState.inUse(s);
        s.gpr[CpuState.RAX] = value & LOW;
        s.gpr[CpuState.RDX] = value >>> 32;
    }

    /** The x87's bit cannot be cleared, and what the CPU lacks cannot be set. */
    static void xsetbv(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        requireOsxsave(s);
        long value = s.gpr[CpuState.RDX] << 32 | s.gpr[CpuState.RAX] & LOW;
        boolean valid =
                (value & ControlBits.XCR0_X87) != 0 && (value & ~cpu.model().xcr0()) == 0;
        if ((int) s.gpr[CpuState.RCX] != 0 || !valid) {
            throw CpuException.gp(0);
        }
        s.xcr0 = value;
    }
}
