package org.ring0.core.cpu.isa.body;

import static org.ring0.core.cpu.state.Eflags.CF;
import static org.ring0.core.cpu.state.Eflags.STATUS;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.isa.Alu;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Operands;
import org.ring0.core.cpu.isa.Registers;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.Flags;

/** Single flags, conversions, XLAT, BSWAP, BOUND and UD2. */
final class Miscellaneous {
    private Miscellaneous() {}

    static void clc(Cpu cpu, Instruction i) {
        change(cpu.state(), CF, 0);
    }

    static void stc(Cpu cpu, Instruction i) {
        change(cpu.state(), 0, CF);
    }

    static void cmc(Cpu cpu, Instruction i) {
        change(cpu.state(), 0, 0);
        cpu.state().flagSource ^= CF;
    }

    private static void change(CpuState s, int clear, int set) {
        Flags.write(s, Flags.read(s) & ~clear | set);
    }

    static void cld(Cpu cpu, Instruction i) {
        cpu.state().systemFlags &= ~Eflags.DF;
    }

    static void std(Cpu cpu, Instruction i) {
        cpu.state().systemFlags |= Eflags.DF;
    }

    static void lahf(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        Registers.write(s.gpr, Instruction.HIGH_BYTE, Flags.read(s) & 0xff | Eflags.FIXED, 1);
    }

    static void sahf(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        long ah = Registers.read(s.gpr, Instruction.HIGH_BYTE, 1);
        Flags.write(s, Flags.read(s) & Eflags.OF | (int) ah & STATUS);
    }

    /** The undocumented D6: AL = CF ? FFh : 0. */
    static void salc(Cpu cpu, Instruction i) {
        Registers.write(cpu.state().gpr, 0, Flags.cf(cpu.state()) ? 0xff : 0, 1);
    }

    static void cwd(Cpu cpu, Instruction i) {
        long[] gpr = cpu.state().gpr;
        int size = i.operandSize;
        Registers.write(gpr, 2, Alu.signExtend(Registers.read(gpr, 0, size), size) >> 63, size);
    }

    /** Of a 16-bit register the result is undefined; the hardware leaves zero. */
    static void bswap(Cpu cpu, Instruction i) {
        long[] gpr = cpu.state().gpr;
        int r = i.destinationRegister;
        switch (i.operandSize) {
            case 8 -> gpr[r] = Long.reverseBytes(gpr[r]);
            case 4 -> gpr[r] = Integer.reverseBytes((int) gpr[r]) & 0xffff_ffffL;
            default -> gpr[r] &= ~0xffffL;
        }
    }

    static void xlat(Cpu cpu, Instruction i) {
        long[] gpr = cpu.state().gpr;
        long offset = gpr[3] + (gpr[0] & 0xff) & i.addressMask();
        Registers.write(gpr, 0, cpu.segmentation().read(i.segment, offset, 1), 1);
    }

    static void bound(Cpu cpu, Instruction i) {
        int size = i.operandSize;
        long index = Alu.signExtend(Registers.read(cpu.state().gpr, i.destinationRegister, size), size);
        long lower = Alu.signExtend(Operands.read(cpu, i, size), size);
        long upper = Alu.signExtend(Operands.readAt(cpu, i, size, size), size);
        if (index < lower || index > upper) {
            throw CpuException.of(CpuException.BR);
        }
    }

    static void ud2(Cpu cpu, Instruction i) {
        throw CpuException.ud();
    }
}
