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
        value(i);
        code.truncate(i.operandSize);
        code.store(Locals.C);
        carryAndOverflow(i);
        if (i.mnemonic.shift().rotates()) {
            flags.overlay();
        } else {
            code.store(Locals.D);
            flags.record(FlagKind.RESULT, i.operandSize, Locals.C, -1, Locals.D);
        }
        operands.update(i, Locals.C);
    }

    /** Pushes the value: 32-bit operands by the JVM's own instructions, others by the body. */
    private void value(Instruction i) {
        Mnemonic mnemonic = i.mnemonic;
        boolean plain = i.operandSize == 4 && !mnemonic.shift().readsCarry();
        if (!plain) {
            call(mnemonic, "");
            code.op(L2I);
            return;
        }
        code.load(Locals.A);
        code.load(Locals.B);
        switch (mnemonic) {
            case SHL -> code.op(ISHL);
            case SHR -> code.op(IUSHR);
            case SAR -> code.op(ISHR);
            case ROL -> code.call("java/lang/Integer", "rotateLeft", "(II)I");
            case ROR -> code.call("java/lang/Integer", "rotateRight", "(II)I");
            default -> throw new IllegalStateException("no shift: " + mnemonic);
        }
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
