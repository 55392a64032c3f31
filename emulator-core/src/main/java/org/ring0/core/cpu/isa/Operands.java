package org.ring0.core.cpu.isa;

import org.ring0.core.cpu.Cpu;

/** How SYSTEM bodies reach their operands: registers, and memory after the segment's checks. */
public final class Operands {
    private Operands() {}

    /** The offset of the memory operand, truncated to the address size. */
    public static long offset(Cpu cpu, Instruction i) {
        long[] gpr = cpu.state().gpr;
        long address = gpr[i.base] + (gpr[i.index] << i.scale) + i.displacement;
        return (i.ripRelative ? address + cpu.state().rip : address) & i.addressMask();
    }

    /** Reads the memory operand: 1, 2, 4 or 8 bytes, zero-extended. */
    public static long read(Cpu cpu, Instruction i, int size) {
        return cpu.segmentation().read(i.segment, offset(cpu, i), size);
    }

    /** Writes the memory operand. */
    public static void write(Cpu cpu, Instruction i, int size, long value) {
        cpu.segmentation().write(i.segment, offset(cpu, i), value, size);
    }

    /** Reads {@code size} bytes that lie {@code displacement} bytes into the memory operand. */
    public static long readAt(Cpu cpu, Instruction i, int displacement, int size) {
        return cpu.segmentation().read(i.segment, offset(cpu, i) + displacement & i.addressMask(), size);
    }

    /** Writes {@code size} bytes that lie {@code displacement} bytes into the memory operand. */
    public static void writeAt(Cpu cpu, Instruction i, int displacement, int size, long value) {
        cpu.segmentation().write(i.segment, offset(cpu, i) + displacement & i.addressMask(), value, size);
    }

    /** Faults exactly as a write of the memory operand would. */
    public static void probeWrite(Cpu cpu, Instruction i, int size) {
        cpu.segmentation().probeWrite(i.segment, offset(cpu, i), size);
    }

    /** The r/m operand, register or memory. */
    public static long readDestination(Cpu cpu, Instruction i) {
        return i.destination == Operand.MEMORY
                ? read(cpu, i, i.operandSize)
                : Registers.read(cpu.state().gpr, i.destinationRegister, i.operandSize);
    }

    /** The destination of a read-modify-write: in memory it faults as a write would, before anything happens. */
    public static long readForUpdate(Cpu cpu, Instruction i) {
        if (i.destination == Operand.MEMORY) {
            probeWrite(cpu, i, i.operandSize);
        }
        return readDestination(cpu, i);
    }

    public static void writeDestination(Cpu cpu, Instruction i, long value) {
        if (i.destination == Operand.MEMORY) {
            write(cpu, i, i.operandSize, value);
        } else {
            Registers.write(cpu.state().gpr, i.destinationRegister, value, i.operandSize);
        }
    }

    /** The second operand, zero-extended from its own width. */
    public static long readSource(Cpu cpu, Instruction i) {
        return operand(cpu, i, i.source, i.sourceRegister, i.sourceSize);
    }

    /** The third operand, zero-extended from the operand size. */
    public static long readThird(Cpu cpu, Instruction i) {
        return operand(cpu, i, i.third, i.thirdRegister, i.operandSize);
    }

    private static long operand(Cpu cpu, Instruction i, Operand place, int register, int size) {
        return switch (place) {
            case MEMORY -> read(cpu, i, size);
            case REGISTER -> Registers.read(cpu.state().gpr, register, size);
            default -> i.immediate;
        };
    }
}
