package org.ring0.core.cpu.isa.sse;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Operand;
import org.ring0.core.cpu.isa.Operands;
import org.ring0.core.cpu.isa.Registers;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.XmmState;

/** How the bodies of SSE reach their operands: XMM registers in two halves, and memory of up to 16 bytes. */
final class XmmOperands {
    static final int SIZE = 16;

    private XmmOperands() {}

    /** Bits 0 to 63 of the source, or what there is of it; a general register or memory zero-extended. */
    static long low(Cpu cpu, XmmState xmm, Instruction i) {
        return switch (i.source) {
            case SPECIAL -> xmm.low[i.sourceRegister];
            case REGISTER -> Registers.read(cpu.state().gpr, i.sourceRegister, i.sourceSize);
            case MEMORY -> {
                if (i.sourceSize == SIZE) {
                    checkAlignment(cpu, i);
                    yield Operands.readAt(cpu, i, 0, 8);
                }
                yield Operands.read(cpu, i, i.sourceSize);
            }
            default -> i.immediate;
        };
    }

    /** Bits 64 to 127 of a source of 16 bytes, after {@link #low}. */
    static long high(Cpu cpu, XmmState xmm, Instruction i) {
        return i.source == Operand.SPECIAL ? xmm.high[i.sourceRegister] : Operands.readAt(cpu, i, 8, 8);
    }

    /** As {@link #low} where 16 bytes in memory need not be aligned. */
    static long unalignedLow(Cpu cpu, XmmState xmm, Instruction i) {
        return i.source == Operand.SPECIAL ? xmm.low[i.sourceRegister] : Operands.readAt(cpu, i, 0, 8);
    }

    /** Writes a byte or word to memory, or zero-extended to a whole general register. */
    static void writeExtended(Cpu cpu, Instruction i, int size, long value) {
        if (i.destination == Operand.MEMORY) {
            Operands.write(cpu, i, size, value);
        } else {
            cpu.state().gpr[i.destinationRegister] = value;
        }
    }

    /** Writes 16 bytes to memory, all or nothing. */
    static void store(Cpu cpu, Instruction i, long low, long high) {
        long offset = Operands.offset(cpu, i);
        cpu.segmentation().probeWrite(i.segment, offset, 8);
        cpu.segmentation().probeWrite(i.segment, offset + 8 & i.addressMask(), 8);
        Operands.writeAt(cpu, i, 0, 8, low);
        Operands.writeAt(cpu, i, 8, 8, high);
    }

    /** #GP(0) unless the memory operand lies at a multiple of 16. */
    static void checkAlignment(Cpu cpu, Instruction i) {
        long linear = cpu.segmentation().base(i.segment) + Operands.offset(cpu, i);
        if ((linear & SIZE - 1) != 0) {
            throw CpuException.gp(0);
        }
    }
}
