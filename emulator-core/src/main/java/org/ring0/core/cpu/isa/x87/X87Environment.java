package org.ring0.core.cpu.isa.x87;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.fpu.FloatExceptions;
import org.ring0.core.cpu.fpu.FpuState;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Operands;
import org.ring0.core.cpu.state.CpuState;

/**
 * FNSTENV, FLDENV, FNSAVE and FRSTOR: the environment in its four layouts, by operand size and mode (SDM Vol. 1, 8.1.10).
 * In real and virtual-8086 mode the pointers are linear addresses, in protected mode selector and offset.
 */
final class X87Environment {
    private static final int REGISTER_SIZE = 10;
    private static final int FIELDS = 7;

    private X87Environment() {}

    /** Stores the environment, then masks all exceptions. */
    static void store(Cpu cpu, FpuState fpu, Instruction i) {
        MemoryBlock.probeWrite(cpu, i, FIELDS * fieldSize(i));
        storeEnvironment(cpu, fpu, i);
        fpu.setControl(fpu.control | FloatExceptions.ALL);
    }

    static void load(Cpu cpu, FpuState fpu, Instruction i) {
        MemoryBlock.probeRead(cpu, i, FIELDS * fieldSize(i));
        loadEnvironment(cpu, fpu, i);
    }

    static void save(Cpu cpu, FpuState fpu, Instruction i) {
        int registers = FIELDS * fieldSize(i);
        MemoryBlock.probeWrite(cpu, i, registers + 8 * REGISTER_SIZE);
        storeEnvironment(cpu, fpu, i);
        for (int n = 0; n < 8; n++) {
            int at = registers + n * REGISTER_SIZE;
            Operands.writeAt(cpu, i, at, 8, fpu.significand(n));
            Operands.writeAt(cpu, i, at + 8, 2, fpu.signExponent(n));
        }
        fpu.initialize();
    }

    static void restore(Cpu cpu, FpuState fpu, Instruction i) {
        int registers = FIELDS * fieldSize(i);
        MemoryBlock.probeRead(cpu, i, registers + 8 * REGISTER_SIZE);
        loadEnvironment(cpu, fpu, i);
        int used = fpu.used;
        for (int n = 0; n < 8; n++) {
            int at = registers + n * REGISTER_SIZE;
            fpu.set(n, Operands.readAt(cpu, i, at, 8), (int) Operands.readAt(cpu, i, at + 8, 2));
        }
        fpu.used = used;
    }

    private static void storeEnvironment(Cpu cpu, FpuState fpu, Instruction i) {
        long[] fields = new long[FIELDS];
        long reserved = fieldSize(i) == 4 ? 0xffff_0000L : 0;
        fields[0] = fpu.control | reserved;
        fields[1] = fpu.statusWord() | reserved;
        fields[2] = fpu.tagWord() | reserved;
        if (isSegmented(cpu.state())) {
            fields[3] = fpu.instructionOffset;
            fields[4] = fpu.instructionSelector | (fieldSize(i) == 4 ? (long) fpu.opcode << 16 : 0);
            fields[5] = fpu.dataOffset;
            fields[6] = fpu.dataSelector | reserved;
        } else {
            long instruction = linear(fpu.instructionSelector, fpu.instructionOffset);
            long data = linear(fpu.dataSelector, fpu.dataOffset);
            fields[3] = instruction & 0xffff | reserved;
            fields[4] = upper(instruction, fieldSize(i)) | fpu.opcode;
            fields[5] = data & 0xffff | reserved;
            fields[6] = upper(data, fieldSize(i));
        }
        for (int n = 0; n < FIELDS; n++) {
            Operands.writeAt(cpu, i, n * fieldSize(i), fieldSize(i), fields[n]);
        }
    }

    private static void loadEnvironment(Cpu cpu, FpuState fpu, Instruction i) {
        long[] fields = new long[FIELDS];
        for (int n = 0; n < FIELDS; n++) {
            fields[n] = Operands.readAt(cpu, i, n * fieldSize(i), fieldSize(i));
        }
        fpu.setControl((int) fields[0]);
        fpu.setStatusWord((int) fields[1]);
        fpu.setTagWord((int) fields[2]);
        if (isSegmented(cpu.state())) {
            fpu.instructionOffset = fields[3];
            fpu.instructionSelector = (int) fields[4] & 0xffff;
            fpu.opcode = fieldSize(i) == 4 ? (int) (fields[4] >> 16) & 0x7ff : 0;
            fpu.dataOffset = fields[5];
            fpu.dataSelector = (int) fields[6] & 0xffff;
        } else {
            fpu.instructionOffset = fields[3] & 0xffff | lower(fields[4], fieldSize(i));
            fpu.instructionSelector = 0;
            fpu.opcode = (int) fields[4] & 0x7ff;
            fpu.dataOffset = fields[5] & 0xffff | lower(fields[6], fieldSize(i));
            fpu.dataSelector = 0;
        }
    }

    /** In 64-bit mode REX.W makes no difference. */
    private static int fieldSize(Instruction i) {
        return i.operandSize == 2 ? 2 : 4;
    }

    /** Whether pointers are stored as selector and offset. */
    private static boolean isSegmented(CpuState state) {
        return state.isProtected() && !state.isVirtual8086();
    }

    private static long linear(int selector, long offset) {
        return ((long) selector << 4) + offset & 0xffff_ffffL;
    }

    /** Bits 16 and up of a linear address, at bit 12 of their field: 4 of them or, in a dword, 16. */
    private static long upper(long linear, int size) {
        return size == 2 ? (linear >> 16 & 0xf) << 12 : (linear >> 16) << 12;
    }

    private static long lower(long field, int size) {
        return size == 2 ? (field >> 12 & 0xf) << 16 : (field >> 12 & 0xffff) << 16;
    }
}
