package org.ring0.core.cpu.isa.x87;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.fpu.FpuBits;
import org.ring0.core.cpu.fpu.FpuState;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Operands;

/**
 * Loads and stores between memory and the stack. A store faults as a write would before the FPU changes, even if an
 * exception then keeps it from writing.
 */
final class X87Memory {
    private static final int EXTENDED_SIZE = 10;

    private X87Memory() {}

    /** FLD in all its forms. */
    static void load(Cpu cpu, FpuState fpu, Instruction i) {
        if (!i.isMemory) {
            X87Transfer.loadRegister(fpu, i.rm & 7);
            return;
        }
        switch (i.opcode) {
            case 0xd9 -> X87Transfer.loadSingle(fpu, (int) Operands.read(cpu, i, 4));
            case 0xdd -> X87Transfer.loadDouble(fpu, Operands.read(cpu, i, 8));
            default -> {
                long significand = Operands.read(cpu, i, 8);
                X87Transfer.loadExtended(fpu, significand, (int) Operands.readAt(cpu, i, 8, 2));
            }
        }
    }

    static void loadDecimal(Cpu cpu, FpuState fpu, Instruction i) {
        long lower = Operands.read(cpu, i, 8);
        X87Transfer.loadDecimal(fpu, lower, (int) Operands.readAt(cpu, i, 8, 2));
    }

    /** FST and FSTP in all their forms. */
    static void store(Cpu cpu, FpuState fpu, Instruction i, boolean pop) {
        if (!i.isMemory) {
            storeRegister(fpu, i, pop);
            return;
        }
        switch (i.opcode) {
            case 0xd9 -> {
                Operands.probeWrite(cpu, i, 4);
                finish(cpu, fpu, i, 4, X87Transfer.storeSingle(fpu), pop);
            }
            case 0xdd -> {
                Operands.probeWrite(cpu, i, 8);
                finish(cpu, fpu, i, 8, X87Transfer.storeDouble(fpu), pop);
            }
            default -> {
                Operands.probeWrite(cpu, i, EXTENDED_SIZE);
                finish(cpu, fpu, i, EXTENDED_SIZE, X87Transfer.storeExtended(fpu), pop);
            }
        }
    }

    /** D9 D8 to D9 DF are FSTP as well, but just pop when ST(0) is empty. */
    private static void storeRegister(FpuState fpu, Instruction i, boolean pop) {
        if (i.opcode == 0xd9 && fpu.isEmpty(0)) {
            fpu.status &= ~FpuBits.C1;
            fpu.pop();
        } else {
            X87Transfer.storeRegister(fpu, i.rm & 7, pop);
        }
    }

    static void storeInteger(Cpu cpu, FpuState fpu, Instruction i, boolean pop) {
        Operands.probeWrite(cpu, i, i.operandSize);
        finish(cpu, fpu, i, i.operandSize, X87Transfer.storeInteger(fpu, i.operandSize, false), pop);
    }

    static void storeDecimal(Cpu cpu, FpuState fpu, Instruction i) {
        Operands.probeWrite(cpu, i, EXTENDED_SIZE);
        finish(cpu, fpu, i, EXTENDED_SIZE, X87Transfer.storeDecimal(fpu), true);
    }

    private static void finish(Cpu cpu, FpuState fpu, Instruction i, int size, boolean stored, boolean pop) {
        if (!stored) {
            return;
        }
        if (size == EXTENDED_SIZE) {
            Operands.write(cpu, i, 8, fpu.stored);
            Operands.writeAt(cpu, i, 8, 2, fpu.storedUpper);
        } else {
            Operands.write(cpu, i, size, fpu.stored);
        }
        X87Arithmetic.popIf(fpu, pop);
    }
}
