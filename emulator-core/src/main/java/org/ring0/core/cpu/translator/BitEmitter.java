package org.ring0.core.cpu.translator;

import static org.objectweb.asm.Opcodes.*;

import org.objectweb.asm.Label;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.Operand;
import org.ring0.core.cpu.state.Eflags;

/** BT and its siblings, BSF and BSR. A bit's number in a register reaches beyond a memory operand (SDM Vol. 2A, BT). */
final class BitEmitter {
    private final Code code;
    private final OperandEmitter operands;
    private final MemoryEmitter memory;
    private final FlagEmitter flags;

    BitEmitter(Code code, OperandEmitter operands, MemoryEmitter memory, FlagEmitter flags) {
        this.code = code;
        this.operands = operands;
        this.memory = memory;
        this.flags = flags;
    }

    /** BT, BTS, BTR and BTC: the operand in A, the bit's number within it in B. */
    void test(Instruction i) {
        int size = i.operandSize;
        boolean changes = i.mnemonic != Mnemonic.BT;
        if (i.destination == Operand.MEMORY && i.source == Operand.REGISTER) {
            memory.offset(i);
            step(i);
            code.op(IADD, code.word);
            memory.truncate(i);
            memory.resolve(i.segment, size, changes);
            memory.load(size);
            code.store(Locals.A, size);
        } else if (changes) {
            operands.destinationForUpdate(i, Locals.A);
        } else {
            operands.destination(i, Locals.A);
        }
        number(i);
        if (changes) {
            change(i);
            operands.update(i, Locals.C);
        }
        flags.bits();
        code.constant(~Eflags.CF);
        code.op(IAND);
        code.load(Locals.A, size);
        code.load(Locals.B);
        code.op(IUSHR, size);
        code.toInt(size);
        code.op(ICONST_1);
        code.op(IAND);
        code.op(IOR);
        flags.setBits();
    }

    /** Pushes how many bytes the bit lies away, in whole operands, as a word. */
    private void step(Instruction i) {
        int size = i.operandSize;
        int shift = Integer.numberOfTrailingZeros(size);
        code.register(i.sourceRegister, size);
        code.signExtend(size);
        code.constant(shift + 3);
        code.op(ISHR, size);
        code.constant(shift);
        code.op(ISHL, size);
        if (size < 8) {
            code.intToWord();
        }
    }

    private void number(Instruction i) {
        int mask = 8 * i.operandSize - 1;
        if (i.source == Operand.REGISTER) {
            code.register(i.sourceRegister, i.operandSize);
            code.toInt(i.operandSize);
            code.constant(mask);
            code.op(IAND);
        } else {
            code.constant((int) i.immediate & mask);
        }
        code.store(Locals.B);
    }

    /** Puts A with the bit set, clear or inverted into C. */
    private void change(Instruction i) {
        int size = i.operandSize;
        code.load(Locals.A, size);
        code.constant(1, size);
        code.load(Locals.B);
        code.op(ISHL, size);
        switch (i.mnemonic) {
            case BTS -> code.op(IOR, size);
            case BTC -> code.op(IXOR, size);
            default -> {
                code.constant(-1, size);
                code.op(IXOR, size);
                code.op(IAND, size);
            }
        }
        code.store(Locals.C, size);
    }

    /** BSF and BSR: a source of zero sets ZF and leaves the destination. */
    void scan(Instruction i) {
        int size = i.operandSize;
        operands.source(i, Locals.A);
        flags.bits();
        code.constant(~Eflags.ZF);
        code.op(IAND);
        code.store(Locals.D);
        Label none = new Label();
        Label done = new Label();
        code.load(Locals.A, size);
        code.jump(IFEQ, size, none);
        found(i);
        code.setRegister(i.destinationRegister, size);
        code.jump(GOTO, done);
        code.label(none);
        code.load(Locals.D);
        code.constant(Eflags.ZF);
        code.op(IOR);
        code.store(Locals.D);
        code.label(done);
        code.load(Locals.D);
        flags.setBits();
    }

    /** Pushes the number of the lowest or highest bit of A, which is not zero, as a value. */
    private void found(Instruction i) {
        int size = i.operandSize;
        boolean forward = i.mnemonic == Mnemonic.BSF;
        if (!forward) {
            code.constant(size == 8 ? 63 : 31);
        }
        code.load(Locals.A, size);
        code.call(
                size == 8 ? "java/lang/Long" : "java/lang/Integer",
                forward ? "numberOfTrailingZeros" : "numberOfLeadingZeros",
                size == 8 ? "(J)I" : "(I)I");
        if (!forward) {
            code.op(ISUB);
        }
        if (size == 8) {
            code.op(I2L);
        }
    }
}
