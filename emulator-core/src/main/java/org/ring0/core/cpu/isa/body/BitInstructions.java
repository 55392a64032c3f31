package org.ring0.core.cpu.isa.body;

import java.util.Map;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.isa.BitManipulation;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.Operands;
import org.ring0.core.cpu.isa.Registers;
import org.ring0.core.cpu.isa.SystemBody;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.FlagKind;
import org.ring0.core.cpu.state.Flags;

/**
 * LZCNT, TZCNT, BMI1, BMI2, ADX and MOVBE (SDM Vol. 2). Of the flags that the SDM calls undefined those of LZCNT and TZCNT
 * stay, and the others are as after an addition of zero, but for AF, which is clear.
 */
final class BitInstructions {
    private static final int RDX = 2;

    /** Of the second and the third operand. */
    private interface Function {
        long apply(long source, long third, int size);
    }

    private BitInstructions() {}

    static void register(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(Mnemonic.LZCNT, (cpu, i) -> count(cpu, i, true));
        bodies.put(Mnemonic.TZCNT, (cpu, i) -> count(cpu, i, false));
        bodies.put(Mnemonic.ANDN, BitInstructions::andn);
        bodies.put(Mnemonic.BEXTR, BitInstructions::bextr);
        bodies.put(Mnemonic.BLSI, (cpu, i) -> lowest(cpu, i, (source, none, size) -> BitManipulation.blsi(source)));
        bodies.put(
                Mnemonic.BLSMSK,
                (cpu, i) -> lowest(cpu, i, (source, none, size) -> BitManipulation.blsmsk(source, size)));
        bodies.put(Mnemonic.BLSR, (cpu, i) -> lowest(cpu, i, (source, none, size) -> BitManipulation.blsr(source)));
        bodies.put(Mnemonic.BZHI, BitInstructions::bzhi);
        bodies.put(Mnemonic.MULX, BitInstructions::mulx);
        bodies.put(Mnemonic.PDEP, plain((source, mask, size) -> BitManipulation.pdep(source, mask)));
        bodies.put(Mnemonic.PEXT, plain((source, mask, size) -> BitManipulation.pext(source, mask)));
        bodies.put(Mnemonic.RORX, BitInstructions::rorx);
        bodies.put(Mnemonic.SARX, plain(BitManipulation::sarx));
        bodies.put(Mnemonic.SHLX, plain(BitManipulation::shlx));
        bodies.put(Mnemonic.SHRX, plain(BitManipulation::shrx));
        bodies.put(Mnemonic.ADCX, (cpu, i) -> addWithCarry(cpu, i, Eflags.CF));
        bodies.put(Mnemonic.ADOX, (cpu, i) -> addWithCarry(cpu, i, Eflags.OF));
        bodies.put(
                Mnemonic.MOVBE,
                (cpu, i) -> Operands.writeDestination(
                        cpu, i, BitManipulation.reverseBytes(Operands.readSource(cpu, i), i.operandSize)));
    }

    /** CF: the source is zero; ZF: the result is. */
    private static void count(Cpu cpu, Instruction i, boolean leading) {
        CpuState s = cpu.state();
        int size = i.operandSize;
        long source = Operands.readSource(cpu, i);
        long result = leading ? BitManipulation.lzcnt(source, size) : BitManipulation.tzcnt(source, size);
        Registers.write(s.gpr, i.destinationRegister, result, size);
        int kept = Flags.read(s) & ~(Eflags.CF | Eflags.ZF);
        Flags.write(s, kept | (source == 0 ? Eflags.CF : 0) | (result == 0 ? Eflags.ZF : 0));
    }

    private static void result(CpuState s, Instruction i, long result, boolean carry) {
        Registers.write(s.gpr, i.destinationRegister, result, i.operandSize);
        Flags.record(s, FlagKind.RESULT.code(i.operandSize), result, 0, carry ? Eflags.CF : 0);
    }

    private static void andn(Cpu cpu, Instruction i) {
        result(cpu.state(), i, ~Operands.readSource(cpu, i) & Operands.readThird(cpu, i), false);
    }

    private static void bextr(Cpu cpu, Instruction i) {
        long field = BitManipulation.bextr(Operands.readSource(cpu, i), Operands.readThird(cpu, i));
        result(cpu.state(), i, field, false);
    }

    /** BLSI: CF if there is a bit; BLSMSK and BLSR: CF if there is none. */
    private static void lowest(Cpu cpu, Instruction i, Function function) {
        long source = Operands.readSource(cpu, i);
        boolean carry = source == 0 ^ i.mnemonic == Mnemonic.BLSI;
        result(cpu.state(), i, function.apply(source, 0, i.operandSize), carry);
    }

    /** CF: the index is beyond the operand. */
    private static void bzhi(Cpu cpu, Instruction i) {
        long index = Operands.readThird(cpu, i) & 0xff;
        result(cpu.state(), i, BitManipulation.bzhi(Operands.readSource(cpu, i), index), index >= 8 * i.operandSize);
    }

    /** Of equal destinations the upper half is what stays. */
    private static void mulx(Cpu cpu, Instruction i) {
        long[] gpr = cpu.state().gpr;
        int size = i.operandSize;
        long a = Registers.read(gpr, RDX, size);
        long b = Operands.readThird(cpu, i);
        Registers.write(gpr, i.sourceRegister, a * b, size);
        Registers.write(gpr, i.destinationRegister, BitManipulation.multiplyHigh(a, b, size), size);
    }

    private static void rorx(Cpu cpu, Instruction i) {
        long result = BitManipulation.rorx(Operands.readSource(cpu, i), (int) i.immediate, i.operandSize);
        Registers.write(cpu.state().gpr, i.destinationRegister, result, i.operandSize);
    }

    /** An instruction that leaves the flags alone: of its second and third operands. */
    private static SystemBody plain(Function function) {
        return (cpu, i) -> {
            long result = function.apply(Operands.readSource(cpu, i), Operands.readThird(cpu, i), i.operandSize);
            Registers.write(cpu.state().gpr, i.destinationRegister, result, i.operandSize);
        };
    }

    /** ADCX carries by CF alone, ADOX by OF. */
    private static void addWithCarry(Cpu cpu, Instruction i, int flag) {
        CpuState s = cpu.state();
        int flags = Flags.read(s);
        long a = Operands.readDestination(cpu, i);
        long b = Operands.readSource(cpu, i);
        long sum = a + b + ((flags & flag) != 0 ? 1 : 0) & i.operandMask();
        long carries = a & b | (a | b) & ~sum;
        boolean carry = (carries >>> 8 * i.operandSize - 1 & 1) != 0;
        Operands.writeDestination(cpu, i, sum);
        Flags.write(s, flags & ~flag | (carry ? flag : 0));
    }
}
