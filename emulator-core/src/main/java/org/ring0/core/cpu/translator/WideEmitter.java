package org.ring0.core.cpu.translator;

import static org.objectweb.asm.Opcodes.*;

import org.objectweb.asm.Label;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.FlagKind;

/** 32-bit multiplication and division into and out of EDX:EAX, and what else works on fixed registers or single flags. */
final class WideEmitter {
    private static final int EAX = 0;
    private static final int EDX = 2;

    private final Code code;
    private final OperandEmitter operands;
    private final FlagEmitter flags;

    WideEmitter(Code code, OperandEmitter operands, FlagEmitter flags) {
        this.code = code;
        this.operands = operands;
        this.flags = flags;
    }

    private void extended(int local, boolean signed) {
        code.load(local);
        if (signed) {
            code.op(I2L);
        } else {
            code.zeroExtend();
        }
    }

    void multiply(Instruction i) {
        boolean signed = i.mnemonic == Mnemonic.IMUL_WIDE;
        operands.destination(i, Locals.A);
        code.register(EAX, 4);
        code.store(Locals.B);
        extended(Locals.A, signed);
        extended(Locals.B, signed);
        code.op(LMUL);
        code.mv.visitVarInsn(LSTORE, Locals.ADDRESS);
        code.mv.visitVarInsn(LLOAD, Locals.ADDRESS);
        code.op(L2I);
        code.store(Locals.C);
        code.mv.visitVarInsn(LLOAD, Locals.ADDRESS);
        code.constant(32);
        code.op(LUSHR);
        code.op(L2I);
        code.store(Locals.D);
        code.load(Locals.C);
        code.setRegister(EAX, 4);
        code.load(Locals.D);
        code.setRegister(EDX, 4);
        // CF and OF: the upper half is more than the lower half's extension.
        code.load(Locals.D);
        if (signed) {
            code.load(Locals.C);
            code.constant(31);
            code.op(ISHR);
            code.op(IXOR);
        }
        Label fits = new Label();
        code.store(Locals.D);
        code.load(Locals.D);
        code.jump(IFEQ, fits);
        code.constant(Eflags.CF | Eflags.OF);
        code.store(Locals.D);
        code.label(fits);
        flags.record(FlagKind.RESULT, 4, Locals.C, -1, Locals.D);
    }

    void divide(Instruction i) {
        boolean signed = i.mnemonic == Mnemonic.IDIV;
        operands.destination(i, Locals.A);
        code.load(Locals.A);
        code.jump(IFEQ, code.miss());
        if (!signed) {
            // The quotient does not fit: #DE is the interpreter's to raise.
            code.register(EDX, 4);
            code.load(Locals.A);
            code.call("java/lang/Integer", "compareUnsigned", "(II)I");
            code.jump(IFGE, code.miss());
        }
        dividend();
        extended(Locals.A, signed);
        ratio(signed ? LDIV : -1, "divideUnsigned");
        if (signed) {
            code.mv.visitVarInsn(LSTORE, Locals.ADDRESS);
            code.mv.visitVarInsn(LLOAD, Locals.ADDRESS);
            code.op(L2I);
            code.op(I2L);
            code.mv.visitVarInsn(LLOAD, Locals.ADDRESS);
            code.op(LCMP);
            code.jump(IFNE, code.miss());
            code.mv.visitVarInsn(LLOAD, Locals.ADDRESS);
        }
        code.op(L2I);
        code.store(Locals.C);
        dividend();
        extended(Locals.A, signed);
        ratio(signed ? LREM : -1, "remainderUnsigned");
        code.op(L2I);
        code.setRegister(EDX, 4);
        code.load(Locals.C);
        code.setRegister(EAX, 4);
    }

    private void dividend() {
        code.register(EDX, 4);
        code.op(I2L);
        code.constant(32);
        code.op(LSHL);
        code.register(EAX, 4);
        code.zeroExtend();
        code.op(LOR);
    }

    private void ratio(int opcode, String unsigned) {
        if (opcode < 0) {
            code.call("java/lang/Long", unsigned, "(JJ)J");
        } else {
            code.op(opcode);
        }
    }

    void signOfAccumulator(Instruction i) {
        code.register(EAX, i.operandSize);
        code.signExtend(i.operandSize);
        code.constant(31);
        code.op(ISHR);
        code.setRegister(EDX, i.operandSize);
    }

    void byteSwap(Instruction i) {
        code.register(i.destinationRegister, 4);
        code.call("java/lang/Integer", "reverseBytes", "(I)I");
        code.setRegister(i.destinationRegister, 4);
    }

    void setCarry(Instruction i) {
        flags.bits();
        if (i.mnemonic == Mnemonic.CMC) {
            code.constant(Eflags.CF);
            code.op(IXOR);
        } else {
            code.constant(~Eflags.CF);
            code.op(IAND);
            code.constant(i.mnemonic == Mnemonic.STC ? Eflags.CF : 0);
            code.op(IOR);
        }
        flags.setBits();
    }

    /** BT of a register. */
    void bitTest(Instruction i) {
        operands.destination(i, Locals.A);
        operands.source(i, Locals.B);
        flags.bits();
        code.constant(~Eflags.CF);
        code.op(IAND);
        code.load(Locals.A);
        code.load(Locals.B);
        code.constant(8 * i.operandSize - 1);
        code.op(IAND);
        code.op(IUSHR);
        code.op(ICONST_1);
        code.op(IAND);
        code.op(IOR);
        flags.setBits();
    }
}
