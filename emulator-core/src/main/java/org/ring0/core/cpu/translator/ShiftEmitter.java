package org.ring0.core.cpu.translator;

import static org.objectweb.asm.Opcodes.*;

import org.objectweb.asm.Label;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.Operand;
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
        int count = (int) i.immediate & 31;
        operands.destinationForUpdate(i, Locals.A);
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
            code.constant(31);
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

    private void shifted(Instruction i) {
        boolean readsCarry = i.mnemonic.shift().readsCarry();
        if (readsCarry) {
            flags.carry();
        } else {
            code.op(ICONST_0);
        }
        code.store(Locals.D);
        boolean plain = i.operandSize == 4 && !readsCarry;
        value(i, plain);
        code.truncate(i.operandSize);
        code.store(Locals.C);
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
            flags.record(FlagKind.RESULT, i.operandSize, Locals.C, -1, Locals.D);
        }
        operands.update(i, Locals.C);
    }

    /** Pushes the value: 32-bit operands by the JVM's own instructions, others by the body. */
    private void value(Instruction i, boolean plain) {
        if (!plain) {
            call(i.mnemonic, "");
            code.op(L2I);
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

    /** The shift of A by B, or by what B lacks to 32: the JVM masks counts as the CPU does. */
    private void shiftBy(int opcode, boolean rest) {
        code.load(Locals.A);
        code.load(Locals.B);
        if (rest) {
            code.op(INEG);
        }
        code.op(opcode);
    }

    private void rotate(int opcode, int opposite) {
        shiftBy(opcode, false);
        shiftBy(opposite, true);
        code.op(IOR);
    }

    /** CF of a 32-bit shift that reads no carry, into D. */
    private void plainCarry(Instruction i) {
        switch (i.mnemonic) {
            case SHL -> shiftBy(IUSHR, true);
            case ROL -> code.load(Locals.C);
            case ROR -> {
                code.load(Locals.C);
                code.constant(31);
                code.op(IUSHR);
            }
            default -> {
                code.load(Locals.A);
                code.load(Locals.B);
                code.op(ICONST_1);
                code.op(ISUB);
                code.op(IUSHR);
            }
        }
        code.op(ICONST_1);
        code.op(IAND);
        code.store(Locals.D);
    }

    /** Pushes CF and OF: to the left OF is the result's sign against CF, to the right its two top bits. */
    private void plainOverflow(Instruction i) {
        code.load(Locals.C);
        if (i.mnemonic.shift().left()) {
            code.constant(31);
            code.op(IUSHR);
            code.load(Locals.D);
        } else {
            code.load(Locals.C);
            code.op(ICONST_1);
            code.op(ISHL);
        }
        code.op(IXOR);
        if (!i.mnemonic.shift().left()) {
            code.constant(31);
            code.op(IUSHR);
        }
        code.constant(11);
        code.op(ISHL);
        code.load(Locals.D);
        code.op(IOR);
    }

    /** Calls the body named after the mnemonic. */
    private void call(Mnemonic mnemonic, String suffix) {
        code.load(Locals.A);
        code.zeroExtend();
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
        code.load(Locals.C);
        code.zeroExtend();
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

    /** SHLD and SHRD of 32-bit operands by a constant. */
    void doubleShift(Instruction i) {
        int count = (int) i.immediate & 31;
        operands.destinationForUpdate(i, Locals.A);
        if (count == 0) {
            return;
        }
        operands.source(i, Locals.B);
        boolean left = i.mnemonic == Mnemonic.SHLD;
        code.load(Locals.A);
        code.constant(count);
        code.op(left ? ISHL : IUSHR);
        code.load(Locals.B);
        code.constant(32 - count);
        code.op(left ? IUSHR : ISHL);
        code.op(IOR);
        code.store(Locals.C);
        code.load(Locals.A);
        code.constant(left ? 32 - count : count - 1);
        code.op(IUSHR);
        code.op(ICONST_1);
        code.op(IAND);
        code.store(Locals.D);
        code.load(Locals.C);
        code.zeroExtend();
        if (left) {
            code.load(Locals.D);
            code.op(I2L);
        }
        code.constant(4);
        code.call(SHIFTS, left ? "overflowLeft" : "overflowRight", left ? "(JJI)I" : "(JI)I");
        code.load(Locals.D);
        code.op(IOR);
        code.store(Locals.D);
        flags.record(FlagKind.RESULT, 4, Locals.C, -1, Locals.D);
        operands.update(i, Locals.C);
    }
}
