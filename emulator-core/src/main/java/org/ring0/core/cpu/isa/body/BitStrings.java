package org.ring0.core.cpu.isa.body;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.isa.Alu;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Operand;
import org.ring0.core.cpu.isa.Operands;
import org.ring0.core.cpu.isa.Registers;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.Flags;

/**
 * BT, BTS, BTR, BTC, BSF and BSR. A bit offset in a register addresses memory up to 2 GiB to either side of the operand
 * (SDM Vol. 1, 3.7.7 and Vol. 2, BT); an immediate one wraps within the operand.
 */
final class BitStrings {
    /** What becomes of the word once the bit has gone to CF. */
    private interface Change {
        long apply(long word, long bit);
    }

    private BitStrings() {}

    static void bt(Cpu cpu, Instruction i) {
        test(cpu, i, null);
    }

    static void bts(Cpu cpu, Instruction i) {
        test(cpu, i, (word, bit) -> word | bit);
    }

    static void btr(Cpu cpu, Instruction i) {
        test(cpu, i, (word, bit) -> word & ~bit);
    }

    static void btc(Cpu cpu, Instruction i) {
        test(cpu, i, (word, bit) -> word ^ bit);
    }

    private static void test(Cpu cpu, Instruction i, Change change) {
        CpuState s = cpu.state();
        int size = i.operandSize;
        boolean immediate = i.source == Operand.IMMEDIATE;
        long position = immediate ? i.immediate : Alu.signExtend(Registers.read(s.gpr, i.sourceRegister, size), size);
        long bit = 1L << (position & 8 * size - 1);
        if (i.destination == Operand.REGISTER) {
            long word = Registers.read(s.gpr, i.destinationRegister, size);
            carry(s, (word & bit) != 0);
            if (change != null) {
                Registers.write(s.gpr, i.destinationRegister, change.apply(word, bit), size);
            }
            return;
        }
        long step = immediate ? 0 : (position >> 2 + Integer.numberOfTrailingZeros(size * 2)) * size;
        long offset = Operands.offset(cpu, i) + step & i.addressMask();
        if (change != null) {
            cpu.segmentation().probeWrite(i.segment, offset, size);
        }
        long word = cpu.segmentation().read(i.segment, offset, size);
        if (change != null) {
            cpu.segmentation().write(i.segment, offset, change.apply(word, bit), size);
        }
        carry(s, (word & bit) != 0);
    }

    private static void carry(CpuState s, boolean set) {
        Flags.write(s, Flags.read(s) & ~Eflags.CF | (set ? Eflags.CF : 0));
    }

    static void bsf(Cpu cpu, Instruction i) {
        scan(cpu, i, Long.numberOfTrailingZeros(Operands.readSource(cpu, i)));
    }

    static void bsr(Cpu cpu, Instruction i) {
        scan(cpu, i, 63 - Long.numberOfLeadingZeros(Operands.readSource(cpu, i)));
    }

    /** A source of zero sets ZF and leaves the destination. */
    private static void scan(Cpu cpu, Instruction i, int found) {
        CpuState s = cpu.state();
        boolean none = found < 0 || found > 63;
        if (!none) {
            Registers.write(s.gpr, i.destinationRegister, found, i.operandSize);
        }
        Flags.write(s, Flags.read(s) & ~Eflags.ZF | (none ? Eflags.ZF : 0));
    }
}
