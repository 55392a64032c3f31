package org.ring0.core.cpu.isa.system;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Registers;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.LinearAddress;
import org.ring0.core.cpu.state.Segment;

/** The bases of FS and GS in 64-bit mode: SWAPGS, RDFSBASE to WRGSBASE (SDM Vol. 2B). */
final class BaseInstructions {
    private BaseInstructions() {}

    static void swapgs(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        Segment gs = s.segment[Segment.GS];
        long base = gs.base;
        gs.base = s.msr.kernelGsBase;
        s.msr.kernelGsBase = base;
    }

    static void readFsBase(Cpu cpu, Instruction i) {
        read(cpu.state(), i, Segment.FS);
    }

    static void readGsBase(Cpu cpu, Instruction i) {
        read(cpu.state(), i, Segment.GS);
    }

    static void writeFsBase(Cpu cpu, Instruction i) {
        write(cpu.state(), i, Segment.FS);
    }

    static void writeGsBase(Cpu cpu, Instruction i) {
        write(cpu.state(), i, Segment.GS);
    }

    private static void read(CpuState s, Instruction i, int segment) {
        checkEnabled(s);
        Registers.write(s.gpr, i.destinationRegister, s.segment[segment].base, i.operandSize);
    }

    private static void write(CpuState s, Instruction i, int segment) {
        checkEnabled(s);
        long base = Registers.read(s.gpr, i.destinationRegister, i.operandSize);
        if (!LinearAddress.isCanonical(base)) {
            throw CpuException.gp(0);
        }
        s.segment[segment].base = base;
    }

    private static void checkEnabled(CpuState s) {
        if ((s.cr4 & ControlBits.CR4_FSGSBASE) == 0) {
            throw CpuException.ud();
        }
    }
}
