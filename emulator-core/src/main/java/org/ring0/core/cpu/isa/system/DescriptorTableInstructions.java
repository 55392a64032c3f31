package org.ring0.core.cpu.isa.system;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Operands;
import org.ring0.core.cpu.protection.SegmentLoader;
import org.ring0.core.cpu.state.CpuState;

/** Loads and stores of GDTR, IDTR, LDTR and TR. */
final class DescriptorTableInstructions {
    private DescriptorTableInstructions() {}

    static void lgdt(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        int limit = (int) Operands.read(cpu, i, 2);
        s.gdtBase = base(cpu, i);
        s.gdtLimit = limit;
    }

    static void lidt(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        int limit = (int) Operands.read(cpu, i, 2);
        s.idtBase = base(cpu, i);
        s.idtLimit = limit;
    }

    /** In 64-bit mode the base has 64 bits, else 32, with a 16-bit operand 24. */
    private static long base(Cpu cpu, Instruction i) {
        if (cpu.state().is64Bit()) {
            return LongModeRegisters.canonical(Operands.readAt(cpu, i, 2, 8));
        }
        long base = Operands.readAt(cpu, i, 2, 4);
        return i.operandSize == 2 ? base & 0xff_ffff : base;
    }

    static void sgdt(Cpu cpu, Instruction i) {
        store(cpu, i, cpu.state().gdtLimit, cpu.state().gdtBase);
    }

    static void sidt(Cpu cpu, Instruction i) {
        store(cpu, i, cpu.state().idtLimit, cpu.state().idtBase);
    }

    private static void store(Cpu cpu, Instruction i, int limit, long base) {
        UserModePrevention.check(cpu.state());
        int baseSize = cpu.state().is64Bit() ? 8 : 4;
        Operands.probeWrite(cpu, i, 2 + baseSize);
        Operands.write(cpu, i, 2, limit);
        Operands.writeAt(cpu, i, 2, baseSize, base);
    }

    static void lldt(Cpu cpu, Instruction i) {
        SegmentLoader.loadLdtr(cpu, (int) Operands.readDestination(cpu, i));
    }

    static void sldt(Cpu cpu, Instruction i) {
        UserModePrevention.check(cpu.state());
        Operands.writeDestination(cpu, i, cpu.state().ldtr.selector);
    }

    static void ltr(Cpu cpu, Instruction i) {
        SegmentLoader.loadTaskRegister(cpu, (int) Operands.readDestination(cpu, i));
    }

    static void str(Cpu cpu, Instruction i) {
        UserModePrevention.check(cpu.state());
        Operands.writeDestination(cpu, i, cpu.state().tr.selector);
    }
}
