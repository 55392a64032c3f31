package org.ring0.core.cpu.isa.body;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.isa.Alu;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Operand;
import org.ring0.core.cpu.isa.Operands;
import org.ring0.core.cpu.isa.Registers;
import org.ring0.core.cpu.isa.Shifts;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.FlagKind;
import org.ring0.core.cpu.state.Flags;

/** Wide multiplication and division, double shifts, and the exchanges that compute (SDM Vol. 2). */
final class Arithmetic {
    private static final int RAX = 0;
    private static final int RCX = 1;
    private static final int RDX = 2;
    private static final int RBX = 3;
    /** The number of AH; also of the upper half of an 8-bit product or dividend. */
    private static final int AH = Instruction.HIGH_BYTE;

    private Arithmetic() {}

    private static int upper(int size) {
        return size == 1 ? AH : RDX;
    }

    static void mul(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        int size = i.operandSize;
        long a = Registers.read(s.gpr, RAX, size);
        long b = Operands.readDestination(cpu, i);
        long high = size == 8 ? Math.unsignedMultiplyHigh(a, b) : a * b >>> 8 * size;
        product(s, size, a * b, high, high != 0);
    }

    static void imulWide(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        int size = i.operandSize;
        long a = Alu.signExtend(Registers.read(s.gpr, RAX, size), size);
        long b = Alu.signExtend(Operands.readDestination(cpu, i), size);
        long high = size == 8 ? Math.multiplyHigh(a, b) : a * b >>> 8 * size;
        product(s, size, a * b, high, Alu.imulOverflows(a, b, size));
    }

    private static void product(CpuState s, int size, long low, long high, boolean overflow) {
        Registers.write(s.gpr, RAX, low, size);
        Registers.write(s.gpr, upper(size), high, size);
        long result = Registers.read(s.gpr, RAX, size);
        Flags.record(s, FlagKind.RESULT.code(size), result, 0, overflow ? Eflags.CF | Eflags.OF : 0);
    }

    static void div(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        int size = i.operandSize;
        long divisor = Operands.readDestination(cpu, i);
        long high = Registers.read(s.gpr, upper(size), size);
        long low = Registers.read(s.gpr, RAX, size);
        if (Long.compareUnsigned(high, divisor) >= 0) {
            throw CpuException.de();
        }
        if (size == 8) {
            Wide.Quotient quotient = Wide.divideUnsigned(high, low, divisor);
            quotient(s, size, quotient.value(), quotient.remainder());
        } else {
            long dividend = high << 8 * size | low;
            quotient(s, size, Long.divideUnsigned(dividend, divisor), Long.remainderUnsigned(dividend, divisor));
        }
    }

    static void idiv(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        int size = i.operandSize;
        long divisor = Alu.signExtend(Operands.readDestination(cpu, i), size);
        long high = Registers.read(s.gpr, upper(size), size);
        long low = Registers.read(s.gpr, RAX, size);
        if (divisor == 0) {
            throw CpuException.de();
        }
        if (size == 8) {
            Wide.Quotient quotient = Wide.divideSigned(high, low, divisor);
            quotient(s, size, quotient.value(), quotient.remainder());
            return;
        }
        long dividend = Alu.signExtend(high, size) << 8 * size | low;
        long quotient = dividend / divisor;
        if (Alu.signExtend(quotient, size) != quotient || dividend == Long.MIN_VALUE && divisor == -1) {
            throw CpuException.de();
        }
        quotient(s, size, quotient, dividend % divisor);
    }

    private static void quotient(CpuState s, int size, long quotient, long remainder) {
        Registers.write(s.gpr, RAX, quotient, size);
        Registers.write(s.gpr, upper(size), remainder, size);
    }

    static void shld(Cpu cpu, Instruction i) {
        doubleShift(cpu, i, true);
    }

    static void shrd(Cpu cpu, Instruction i) {
        doubleShift(cpu, i, false);
    }

    private static void doubleShift(Cpu cpu, Instruction i, boolean left) {
        CpuState s = cpu.state();
        int size = i.operandSize;
        long by = i.third == Operand.IMMEDIATE ? i.immediate : s.gpr[i.thirdRegister];
        int count = Shifts.mask(by, size);
        long dest = Operands.readForUpdate(cpu, i);
        if (count == 0) {
            if (size == 4) {
                // A 32-bit destination register is written, and so loses its upper half, even by a count of 0.
                Operands.writeDestination(cpu, i, dest);
            }
            return;
        }
        long source = Operands.readSource(cpu, i);
        long result = (left ? Shifts.shld(dest, source, count, size) : Shifts.shrd(dest, source, count, size))
                & i.operandMask();
        long carry = left ? Shifts.shldCarry(dest, source, count, size) : Shifts.shrdCarry(dest, source, count, size);
        int overflow = left ? Shifts.overflowLeft(result, carry, size) : Shifts.overflowRight(result, size);
        Operands.writeDestination(cpu, i, result);
        Flags.record(s, FlagKind.RESULT.code(size), result, 0, carry | overflow);
    }

    static void cmpxchg(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        int size = i.operandSize;
        long dest = Operands.readForUpdate(cpu, i);
        long accumulator = Registers.read(s.gpr, RAX, size);
        long difference = accumulator - dest & i.operandMask();
        if (difference == 0) {
            Operands.writeDestination(cpu, i, Operands.readSource(cpu, i));
        } else {
            if (i.destination == Operand.MEMORY) {
                // Written in any case (SDM Vol. 2A, CMPXCHG); a register keeps its upper half too.
                Operands.writeDestination(cpu, i, dest);
            }
            Registers.write(s.gpr, RAX, dest, size);
        }
        Flags.record(s, FlagKind.SUB.code(size), difference, accumulator, dest);
    }

    static void cmpxchg8b(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        Operands.probeWrite(cpu, i, 8);
        long dest = Operands.read(cpu, i, 8);
        long expected = s.gpr[RDX] << 32 | s.gpr[RAX] & 0xffff_ffffL;
        boolean equal = dest == expected;
        if (equal) {
            Operands.write(cpu, i, 8, s.gpr[RCX] << 32 | s.gpr[RBX] & 0xffff_ffffL);
        } else {
            Operands.write(cpu, i, 8, dest);
            Registers.write(s.gpr, RAX, dest, 4);
            Registers.write(s.gpr, RDX, dest >>> 32, 4);
        }
        Flags.write(s, Flags.read(s) & ~Eflags.ZF | (equal ? Eflags.ZF : 0));
    }

    /** The operand must be aligned. */
    static void cmpxchg16b(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        if ((cpu.segmentation().linearForWrite(i.segment, Operands.offset(cpu, i), 1) & 15) != 0) {
            throw CpuException.gp(0);
        }
        Operands.probeWrite(cpu, i, 8);
        long low = Operands.read(cpu, i, 8);
        long high = Operands.readAt(cpu, i, 8, 8);
        boolean equal = low == s.gpr[RAX] && high == s.gpr[RDX];
        Operands.write(cpu, i, 8, equal ? s.gpr[RBX] : low);
        Operands.writeAt(cpu, i, 8, 8, equal ? s.gpr[RCX] : high);
        if (!equal) {
            s.gpr[RAX] = low;
            s.gpr[RDX] = high;
        }
        Flags.write(s, Flags.read(s) & ~Eflags.ZF | (equal ? Eflags.ZF : 0));
    }

    static void xadd(Cpu cpu, Instruction i) {
        CpuState s = cpu.state();
        int size = i.operandSize;
        long dest = Operands.readForUpdate(cpu, i);
        long source = Operands.readSource(cpu, i);
        long sum = dest + source & i.operandMask();
        if (i.destination == Operand.MEMORY) {
            Operands.writeDestination(cpu, i, sum);
            Registers.write(s.gpr, i.sourceRegister, dest, size);
        } else {
            Registers.write(s.gpr, i.sourceRegister, dest, size);
            Operands.writeDestination(cpu, i, sum);
        }
        Flags.record(s, FlagKind.ADD.code(size), sum, dest, source);
    }
}
