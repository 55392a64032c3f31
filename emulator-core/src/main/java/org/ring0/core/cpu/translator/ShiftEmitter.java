package org.ring0.core.cpu.translator;

import static org.objectweb.asm.Opcodes.*;

import org.objectweb.asm.Label;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.Operand;
import org.ring0.core.cpu.isa.Shifts;
import org.ring0.core.cpu.state.FlagKind;

/** Shifts and rotates: by a constant the flags stay known, by CL a count of 0 must leave them. */
final class ShiftEmitter {
    private static final String SHIFTS = "org/ring0/core/cpu/isa/Shifts";

    private final Code code;
    private final OperandEmitter operands;
    private final FlagEmitter flags;

    ShiftEmitter(Code code, OperandEmitter operands, FlagEmitter flags) {
        this.code = code;
        this.operands = operands;
        this.flags = flags;
    }

    void shift(Instruction i) {
        boolean constant = i.source == Operand.IMMEDIATE;
        int count = Shifts.mask(i.immediate, i.operandSize);
        operands.destinationForUpdate(i, Locals.A);
        if (!constant || count == 0) {
            clearUpperHalf(i);
        }
        if (constant && count == 0) {
            return;
        }
        Label skip = new Label();
        if (constant) {
            code.constant(count);
            code.store(Locals.B);
        } else {
            flags.settle();
            code.register(1, 1);
            code.constant(Shifts.mask(-1, i.operandSize));
            code.op(IAND);
            code.store(Locals.B);
            code.load(Locals.B);
            code.jump(IFEQ, skip);
        }
        shifted(i);
        if (!constant) {
            flags.settle();
            code.label(skip);
            flags.forget();
        }
    }

    /** A register of 4 bytes loses its upper half even if the count is 0. */
    private void clearUpperHalf(Instruction i) {
        if (i.operandSize == 4 && code.word == 8 && i.destination == Operand.REGISTER) {
            code.load(Locals.A);
            code.setRegister(i.destinationRegister, 4);
        }
    }

    private void shifted(Instruction i) {
        boolean readsCarry = i.mnemonic.shift().readsCarry();
        if (readsCarry) {
            flags.carry();
        } else {
            code.op(ICONST_0);
        }
        code.store(Locals.D);
        boolean plain = i.operandSize >= 4 && !readsCarry;
        value(i, plain);
        code.truncate(i.operandSize);
        code.store(Locals.C, i.operandSize);
        if (plain) {
            plainCarry(i);
            plainOverflow(i);
        } else {
            carryAndOverflow(i);
        }
        if (i.mnemonic.shift().rotates()) {
            flags.overlay();
        } else {
            code.store(Locals.D);
            flags.record(FlagKind.RESULT, i.operandSize, Locals.C, FlagEmitter.NONE, Locals.D);
        }
        operands.update(i, Locals.C);
    }

    /** Pushes the value: operands of 4 and 8 bytes by the JVM's own instructions, others by the body. */
    private void value(Instruction i, boolean plain) {
        if (!plain) {
            call(i.mnemonic, "");
            code.fromLong(i.operandSize);
            return;
        }
        switch (i.mnemonic) {
            case SHL -> shiftBy(ISHL, false);
            case SHR -> shiftBy(IUSHR, false);
            case SAR -> shiftBy(ISHR, false);
            case ROL -> rotate(ISHL, IUSHR);
            case ROR -> rotate(IUSHR, ISHL);
            default -> throw new IllegalStateException("no shift: " + i.mnemonic);
        }
    }

    /** The shift of A by B, or by what B lacks to the operand's width: the JVM masks counts as the CPU does. */
    private void shiftBy(int opcode, boolean rest) {
        code.load(Locals.A, code.instruction.operandSize);
        code.load(Locals.B);
        if (rest) {
            code.op(INEG);
        }
        code.op(opcode, code.instruction.operandSize);
    }

    private void rotate(int opcode, int opposite) {
        shiftBy(opcode, false);
        shiftBy(opposite, true);
        code.op(IOR, code.instruction.operandSize);
    }

    /** CF of a shift of 4 or 8 bytes that reads no carry, into D. */
    private void plainCarry(Instruction i) {
        switch (i.mnemonic) {
            case SHL -> {
                shiftBy(IUSHR, true);
                code.toInt(i.operandSize);
            }
            case ROL -> {
                code.load(Locals.C, i.operandSize);
                code.toInt(i.operandSize);
            }
            case ROR -> {
                code.load(Locals.C, i.operandSize);
                code.topBit(i.operandSize);
            }
            default -> {
                code.load(Locals.A, i.operandSize);
                code.load(Locals.B);
                code.op(ICONST_1);
                code.op(ISUB);
                code.op(IUSHR, i.operandSize);
                code.toInt(i.operandSize);
            }
        }
        code.op(ICONST_1);
        code.op(IAND);
        code.store(Locals.D);
    }

    /** Pushes CF and OF: to the left OF is the result's sign against CF, to the right its two top bits. */
    private void plainOverflow(Instruction i) {
        code.load(Locals.C, i.operandSize);
        if (i.mnemonic.shift().left()) {
            code.topBit(i.operandSize);
            code.load(Locals.D);
            code.op(IXOR);
        } else {
            code.load(Locals.C, i.operandSize);
            code.op(ICONST_1);
            code.op(ISHL, i.operandSize);
            code.op(IXOR, i.operandSize);
            code.topBit(i.operandSize);
        }
        code.constant(11);
        code.op(ISHL);
        code.load(Locals.D);
        code.op(IOR);
    }

    /** Calls the body named after the mnemonic. */
    private void call(Mnemonic mnemonic, String suffix) {
        code.load(Locals.A, code.instruction.operandSize);
        code.toLong(code.instruction.operandSize);
        code.load(Locals.B);
        code.constant(code.instruction.operandSize);
        code.load(Locals.D);
        code.op(I2L);
        code.call(SHIFTS, mnemonic.name().toLowerCase(java.util.Locale.ROOT) + suffix, "(JIIJ)J");
    }

    /** Pushes the EFLAGS bits of CF and OF. */
    private void carryAndOverflow(Instruction i) {
        call(i.mnemonic, "Carry");
        code.op(L2I);
        code.store(Locals.D);
        code.load(Locals.C, i.operandSize);
        code.toLong(i.operandSize);
        if (i.mnemonic.shift().left()) {
            code.load(Locals.D);
            code.op(I2L);
            code.constant(i.operandSize);
            code.call(SHIFTS, "overflowLeft", "(JJI)I");
        } else {
            code.constant(i.operandSize);
            code.call(SHIFTS, "overflowRight", "(JI)I");
        }
        code.load(Locals.D);
        code.op(IOR);
    }

    /** SHLD and SHRD of operands of 4 and 8 bytes by a constant. */
    void doubleShift(Instruction i) {
        int size = i.operandSize;
        int count = Shifts.mask(i.immediate, size);
        operands.destinationForUpdate(i, Locals.A);
        if (count == 0) {
            clearUpperHalf(i);
            return;
        }
        operands.source(i, Locals.B);
        boolean left = i.mnemonic == Mnemonic.SHLD;
        code.load(Locals.A, size);
        code.constant(count);
        code.op(left ? ISHL : IUSHR, size);
        code.load(Locals.B, size);
        code.constant(8 * size - count);
        code.op(left ? IUSHR : ISHL, size);
        code.op(IOR, size);
        code.store(Locals.C, size);
        code.load(Locals.A, size);
        code.constant(left ? 8 * size - count : count - 1);
        code.op(IUSHR, size);
        code.toInt(size);
        code.op(ICONST_1);
        code.op(IAND);
        code.store(Locals.D);
        code.load(Locals.C, size);
        code.toLong(size);
        if (left) {
            code.load(Locals.D);
            code.op(I2L);
        }
        code.constant(size);
        code.call(SHIFTS, left ? "overflowLeft" : "overflowRight", left ? "(JJI)I" : "(JI)I");
        code.load(Locals.D);
        code.op(IOR);
        code.store(Locals.D);
        flags.record(FlagKind.RESULT, size, Locals.C, FlagEmitter.NONE, Locals.D);
        operands.update(i, Locals.C);
    }
}
